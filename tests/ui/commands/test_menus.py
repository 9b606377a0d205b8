"""The menus have their entries in the agreed order."""

FILE = (
    "New experiment", "Open...", "Open recent", "Open preset", "Start page", "Save", "Save as...",
    "Save a copy...", "Save copy for handing out...", "Revert to saved", "Next file in folder",
    "Previous file in folder", "Note...", "Import data...", "Import weights...", "Predict rows...",
    "Check my gradients...", "Export", "Quit",
)  # fmt: skip


def test_the_file_menu_has_its_entries_in_order(driver):
    menus = driver.lab.window.menus
    menu = next(action.menu() for action in menus.actions() if action.text() == "File")
    found = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert tuple(found) == FILE
