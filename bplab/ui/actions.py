"""Every command of the window as a row, from which menus, toolbar and the list of shortcuts are built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

Menu = Literal["File", "Edit", "View", "Network", "Train", "Runs", "Help"]
MENUS: tuple[Menu, ...] = ("File", "Edit", "View", "Network", "Train", "Runs", "Help")


@dataclass(frozen=True)
class ActionRow:
    """A command.

    `keys` act anywhere in the window; `single` is a plain key that acts with the focus on the canvas or a
    view.
    """

    id: str
    text: str
    menu: Menu
    tip: str
    keys: tuple[str, ...] = ()
    single: str = ""
    break_before: bool = False
    tick: bool = False  # it can be switched on or off


ACTIONS: tuple[ActionRow, ...] = (
    ActionRow("new", "New experiment", "File", "Open circle, 2-4-1, tanh, ready to run.", ("Ctrl+N",)),
    ActionRow("open", "Open...", "File", "Open a .bplab file; it can also be dropped here.", ("Ctrl+O",)),
    ActionRow(
        "start", "Start page", "File", "A first network, the presets, a link to paste; Esc goes back.",
        ("Alt+Home",),
    ),
    ActionRow(
        "save", "Save", "File", "Save all runs, the note and how the window shows them, to be gone on with.",
        ("Ctrl+S",), break_before=True,
    ),
    ActionRow(
        "save_as", "Save as...", "File", "Save under another name, and go on with that file.",
        ("Ctrl+Shift+S",),
    ),
    ActionRow("save_copy", "Save a copy...", "File", "Save to another file, and go on with this one."),
    ActionRow(
        "hand_out", "Save copy for handing out...", "File",
        "Save settings, weights, data and note to another file, without history and other runs.",
    ),
    ActionRow("revert", "Revert to saved", "File", "Open the file again, without the changes since then."),
    ActionRow(
        "next_file", "Next file in folder", "File", "Open the next file of this folder, by name.",
        ("Ctrl+PgDown",),
    ),
    ActionRow(
        "previous_file", "Previous file in folder", "File", "Open the file before this one, by name.",
        ("Ctrl+PgUp",),
    ),
    ActionRow(
        "note", "Note...", "File", "Write a note that is kept in the file, such as a task for the class.",
        break_before=True,
    ),
    ActionRow(
        "import_data", "Import data...", "File",
        "Train on a table of your own: CSV, TSV, or rows of a spreadsheet.", break_before=True,
    ),
    ActionRow(
        "import_weights", "Import weights...", "File",
        "Start again from the weights in an .npz, as Export > Weights writes it, or of a PyTorch model.",
    ),
    ActionRow(
        "predict", "Predict rows...", "File",
        "Predict the rows of a table with the network as it is, encoded and scaled as in training.",
    ),
    ActionRow(
        "check_gradients", "Check my gradients...", "File",
        "Compare gradients of your own code, in an .npz, with the lab's; usual mistakes are named.",
    ),
    ActionRow("quit", "Quit", "File", "Close the lab.", ("Ctrl+Q",), break_before=True),
    ActionRow(
        "paste_link", "Paste link or table", "Edit",
        "Open what is in the clipboard: a TensorFlow Playground link, or rows of a spreadsheet.",
        ("Ctrl+V",), break_before=True,
    ),
    ActionRow(
        "copy_link", "Copy as Playground link", "Edit",
        "Copy this experiment as a TensorFlow Playground link, if the Playground can express it.",
        ("Ctrl+Shift+C",),
    ),
    ActionRow("fit", "Fit network", "View", "Show the whole network.", ("Ctrl+0",), "Home"),
    ActionRow(
        "dock", "Lower views", "View",
        "Show or close the views below the network; number keys open one of them.", tick=True,
    ),
    ActionRow(
        "essentials", "Essentials", "View", "Show only the essentials, or everything.", ("Ctrl+E",),
        tick=True,
    ),
    ActionRow(
        "present", "Present", "View",
        "Show one view over the whole window, enlarged; B blanks it, Page Down walks a step, Esc ends.",
        ("F5",), break_before=True,
    ),
    ActionRow(
        "explain_stages", "Explain stages", "View",
        "One sentence of the run under the stage bar.", tick=True,
    ),
    ActionRow(
        "contrast", "High contrast", "View", "Draw borders as dark as text.", break_before=True, tick=True
    ),
    ActionRow(
        "reduce_motion", "Reduce motion", "View", "Move neurons without animation.", tick=True
    ),
    ActionRow("full_screen", "Full screen", "View", "Switch full screen on or off.", ("F11",)),
    ActionRow(
        "add_layer", "Add layer", "Network",
        "Insert a copy of the focused layer after it.", ("Ctrl+Shift+Right",),
    ),
    ActionRow("remove_layer", "Remove layer", "Network", "Remove the focused hidden layer.", (), "Del"),
    ActionRow("add_neuron", "Add neuron", "Network", "Add a neuron to the focused layer.", (), "+"),
    ActionRow(
        "remove_neuron", "Remove neuron", "Network", "Remove a neuron from the focused layer.", (), "-"
    ),
    ActionRow(
        "play", "Play", "Train", "Train until paused. Space does the same; F8 works anywhere.",
        ("F8",), "Space",
    ),
    ActionRow(
        "step_batch", "Step batch", "Train",
        "Make one step: the gradient of one batch, one update of all weights.", (), "B",
    ),
    ActionRow(
        "step_epoch", "Step epoch", "Train", "Train to the end of this pass over the training set.", (), "E"
    ),
    ActionRow(
        "next_stage", "Walk one step", "Train",
        "Go through the next step stage by stage; it is made at the end, when you apply it.", (), "N",
        break_before=True,
    ),
    ActionRow(
        "previous_stage", "Previous stage", "Train",
        "The stage before; at the first one, the last stage of the step before.", (), "P",
    ),
    ActionRow(
        "layerwise", "Step layer by layer", "Train",
        "Step and Play go through the stages of each step, or no longer.", (), "L", tick=True,
    ),
    ActionRow(
        "bookmark", "Bookmark this step", "Train",
        "Mark the step that is shown on the timeline; its name can be changed there.", (), "M",
        break_before=True,
    ),
    ActionRow("go_to_step", "Go to step...", "Train", "Show any step that the run has made.", ("Ctrl+G",)),
    ActionRow(
        "reset", "Reset", "Train", "Start again from the initial weights; Undo restores this run.",
        ("Ctrl+R",), break_before=True,
    ),
    ActionRow(
        "native", "Fastest arithmetic", "Train",
        "Takes effect at the next start: faster on some machines, but the last digits of numbers may differ.",
        break_before=True, tick=True,
    ),
    ActionRow(
        "branch", "Branch from here", "Runs",
        "Go on from the step that is shown as a new run; this run and what came after the step are kept.",
        ("Ctrl+B",),
    ),
    ActionRow(
        "same_start", "Same start, one change...", "Runs",
        "Train this experiment again from the same initial weights with other values of one setting.",
        break_before=True,
    ),
    ActionRow(
        "other_seeds", "Other seeds...", "Runs",
        "Train this experiment with other seeds, to see what of its result is chance.",
    ),
    ActionRow(
        "compare_runs", "Compare side by side", "Runs",
        "Show the two runs chosen in the Runs tab at the same step, in place of the views.",
        break_before=True,
    ),
    ActionRow(
        "show_curves", "Show in curves", "Runs",
        "Draw the runs chosen in the Runs tab into Loss and Gradients, beside the current one, or no longer.",
    ),
    ActionRow("rename_run", "Rename...", "Runs", "Give the run chosen in the Runs tab a name of your own."),
    ActionRow(
        "delete_run", "Delete run", "Runs", "Delete the runs chosen in the Runs tab; Undo brings them back."
    ),
    ActionRow("help", "Help", "Help", "The meaning of every term and setting, offline.", ("F1",)),
    ActionRow(
        "search", "Search commands", "Help",
        "Find any command, preset, data set or setting by a few letters of its name.", ("Ctrl+K",),
    ),
    ActionRow("keys", "Keyboard shortcuts", "Help", "All keyboard shortcuts in one list.", ("Shift+F1",)),
    ActionRow(
        "releases", "Releases page", "Help",
        "Open the page with newer versions in the browser; nothing is looked up before.", break_before=True,
    ),
    ActionRow(
        "log_folder", "Show log folder", "Help",
        "Open the folder with bplab.log, and crash.log for what ended the lab.",
    ),
    ActionRow("about", "About Backprop Lab", "Help", "Versions and licenses."),
)  # fmt: skip


PLAIN = {"Space": Qt.Key.Key_Space} | {key: Qt.Key[f"Key_{key}"] for key in "BELMNP"}


def keys_text(row: ActionRow) -> str:
    """List the keys of a command as text, for tooltips and lists."""
    return " or ".join(filter(None, (row.single, *row.keys)))


def make_actions() -> dict[str, QAction]:
    """Make a QAction of every row; single keys are shown in the menu and handled by the window."""
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
    """Connect every action to its function."""
    for row in ACTIONS:
        actions[row.id].triggered.connect(lambda _checked=False, call=calls[row.id]: call())


def single_keys() -> dict[int, str]:
    """Single keys and their actions, except those handled by the canvas."""
    own = [row for row in ACTIONS if row.menu == "Train" and row.single]
    return {PLAIN[row.single].value: row.id for row in own}
