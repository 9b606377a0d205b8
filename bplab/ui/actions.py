"""Every command of the window as a row: menus, toolbar and the list of shortcuts are made from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

Menu = Literal["File", "Edit", "View", "Network", "Train", "Help"]
MENUS: tuple[Menu, ...] = ("File", "Edit", "View", "Network", "Train", "Help")


@dataclass(frozen=True)
class ActionRow:
    """A command.

    `keys` act anywhere in the window; `single` is a plain key for when the canvas or a picture has the focus.
    """

    id: str
    text: str
    menu: Menu
    tip: str
    keys: tuple[str, ...] = ()
    single: str = ""
    break_before: bool = False
    tick: bool = False  # it is on or off


ACTIONS: tuple[ActionRow, ...] = (
    ActionRow("new", "New experiment", "File", "Open circle, 2-4-1, tanh, ready to run.", ("Ctrl+N",)),
    ActionRow(
        "start", "Start page", "File", "A first network, the presets, a link to paste; Esc leads back.",
        ("Alt+Home",),
    ),
    ActionRow("quit", "Quit", "File", "Close the lab.", ("Ctrl+Q",), break_before=True),
    ActionRow(
        "paste_link", "Paste link", "Edit", "Open the TensorFlow Playground address in the clipboard.",
        ("Ctrl+V",), break_before=True,
    ),
    ActionRow(
        "copy_link", "Copy as Playground link", "Edit",
        "Put this experiment's address into the clipboard, if the Playground can express it.",
        ("Ctrl+Shift+C",),
    ),
    ActionRow("fit", "Fit network", "View", "Show the whole network.", ("Ctrl+0",), "Home"),
    ActionRow(
        "dock", "Lower views", "View",
        "Show the views under the network, or close them; keys 1 to 6 open one.", tick=True,
    ),
    ActionRow(
        "essentials", "Essentials", "View", "Show what a first hour needs, or everything.", ("Ctrl+E",),
        tick=True,
    ),
    ActionRow(
        "present", "Present", "View",
        "One view over the whole window, drawn larger; B blanks it, Esc ends.", ("F5",), break_before=True,
    ),
    ActionRow(
        "contrast", "High contrast", "View", "Draw borders as dark as text.", break_before=True, tick=True
    ),
    ActionRow(
        "reduce_motion", "Reduce motion", "View", "Neurons are in their new places at once.", tick=True
    ),
    ActionRow("full_screen", "Full screen", "View", "Use the whole screen, or no longer.", ("F11",)),
    ActionRow(
        "add_layer", "Add layer", "Network",
        "Insert a copy of the focused layer after it.", ("Ctrl+Shift+Right",),
    ),
    ActionRow("remove_layer", "Remove layer", "Network", "Remove the focused hidden layer.", (), "Del"),
    ActionRow("add_neuron", "Add neuron", "Network", "One neuron more in the focused layer.", (), "+"),
    ActionRow(
        "remove_neuron", "Remove neuron", "Network", "One neuron fewer in the focused layer.", (), "-"
    ),
    ActionRow(
        "play", "Play", "Train", "Train until you pause. Space does the same; F8 works anywhere.",
        ("F8",), "Space",
    ),
    ActionRow(
        "step_batch", "Step batch", "Train",
        "One step: the gradient of one batch, one update of all weights.", (), "B",
    ),
    ActionRow(
        "step_epoch", "Step epoch", "Train", "Train to the end of this pass over the training set.", (), "E"
    ),
    ActionRow(
        "reset", "Reset", "Train", "Start again from the first weights; undo gives this run back.",
        ("Ctrl+R",), break_before=True,
    ),
    ActionRow(
        "native", "Fastest arithmetic", "Train",
        "From the next start on: faster on some machines, but numbers then differ in their last digits.",
        break_before=True, tick=True,
    ),
    ActionRow("help", "Help", "Help", "What every word and setting means, offline.", ("F1",)),
    ActionRow(
        "search", "Search commands", "Help",
        "Find any command, preset, data set or setting by a few letters of its name.", ("Ctrl+K",),
    ),
    ActionRow("keys", "Keyboard shortcuts", "Help", "All keys in one list.", ("Shift+F1",)),
    ActionRow("about", "About Backprop Lab", "Help", "Versions and licenses."),
)  # fmt: skip


PLAIN = {"Space": Qt.Key.Key_Space, "B": Qt.Key.Key_B, "E": Qt.Key.Key_E}


def keys_text(row: ActionRow) -> str:
    """List the keys of a command, as they are told in tooltips and lists."""
    return " or ".join(filter(None, (row.single, *row.keys)))


def make_actions() -> dict[str, QAction]:
    """Make a QAction of every row; a plain key is shown in the menu, and acted on by the window."""
    actions: dict[str, QAction] = {}
    for row in ACTIONS:
        action = QAction(f"{row.text}\t{keys_text(row)}" if row.single else row.text)
        action.setCheckable(row.tick)
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        keys = keys_text(row)
        action.setToolTip(f"{row.tip} ({keys})" if keys else row.tip)
        action.setStatusTip(row.tip)
        actions[row.id] = action
    return actions


def connect_actions(actions: Mapping[str, QAction], calls: Mapping[str, Callable[[], object]]) -> None:
    """Tell every action what to do."""
    for row in ACTIONS:
        actions[row.id].triggered.connect(lambda _checked=False, call=calls[row.id]: call())


def single_keys() -> dict[int, str]:
    """Plain keys and the actions they stand for; those of the canvas are its own."""
    own = [row for row in ACTIONS if row.menu == "Train" and row.single]
    return {PLAIN[row.single].value: row.id for row in own}
