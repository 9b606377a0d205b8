"""What the monkey does to the time of runs: it rewinds, branches, returns, undoes, closes, in any order."""

from monkey_acts import ALT, CTRL, LEFT, PLAIN, SHIFT, close, look_away, resize, speed, undo
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSpinBox

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.ui.dialogs.question import Question
from bplab.ui.dialogs.same_start import SameStartPage
from bplab.ui.form.values import value_of

SMALL = ("circle", "spiral", "worked-example", "moons")
FAILS = Experiment(
    data=DataSpec("gauss", points=23), layers=(Layer(2, "identity"), Layer(2, "identity")),
    output=Output("identity"), loss="half_squared", batch_size=7, learning_rate=20.0,
)  # fmt: skip
LIVE = (
    {"learning_rate": 0.1}, {"learning_rate": 0.01}, {"learning_rate": 1.0}, {"schedule": "cosine"},
    {"schedule": "constant"}, {"regularization": "l2", "regularization_rate": 0.01},
    {"regularization": "l1_prune", "regularization_rate": 0.1}, {"regularization": "none"}, {"epochs": 5},
    {"epochs": 0}, {"evaluate_every": 3},
)  # fmt: skip
RESTARTS = (
    {"seed": 2}, {"seed": 3}, {"optimizer": "adam"}, {"optimizer": "momentum"}, {"batch_size": 5},
    {"layers": (Layer(2), Layer(3))}, {"layers": (Layer(4, dropout=0.2),)}, {"dtype": "float32"},
)  # fmt: skip
KEYS = ("Left", "Left", "Right", "PageUp", "PageDown", "Home", "End", "M", "F2", "Delete")


def _times(monkey, acts, most=4):
    """Do some of the acts in quick succession."""
    done = [monkey.pick(acts) for _ in range(monkey.whole(1, most))]
    for act in done:
        act()
        monkey.clock()
    return len(done)


def drag_time(monkey):
    track = monkey.lab.workspace.timeline.track
    if not track.isVisible():
        return "out of sight"
    window, y = monkey.window.windowHandle(), monkey.whole(4, track.height() - 4)

    def spot():
        return track.mapTo(monkey.window, QPoint(monkey.whole(0, track.width() - 1), y))

    QTest.mousePress(window, monkey.pick((LEFT, LEFT, LEFT, Qt.MouseButton.RightButton)), PLAIN, spot())
    moves = monkey.whole(0, 12)
    for _ in range(moves):
        if monkey.lives(window):
            QTest.mouseMove(window, spot())
            monkey.clock()
    if monkey.lives(window):
        QTest.mouseRelease(window, LEFT, PLAIN, spot())
    return f"{moves} moves"


def key_time(monkey):
    monkey.lab.workspace.timeline.track.setFocus()
    names = [monkey.pick(KEYS) for _ in range(monkey.whole(1, 10))]
    for name in names:
        monkey.press(getattr(Qt.Key, f"Key_{name}"), monkey.pick((PLAIN, PLAIN, SHIFT)))
    if monkey.chance(0.3):
        monkey.press("a")
        monkey.press(monkey.pick((Qt.Key.Key_Return, Qt.Key.Key_Escape)))
    return " ".join(names)


def go_to(monkey):
    timeline = monkey.lab.timeline
    steps = [monkey.whole(-1, timeline.end + 1) for _ in range(monkey.whole(1, 4))]
    for step in steps:
        timeline.go_to(step)
        monkey.clock()
    return f"{steps} of {timeline.end}"


def time_button(monkey):
    space = monkey.lab.workspace
    buttons = [space.timeline.latest, space.timeline.branch, space.band.button, *space.band.children()]
    shown = [each for each in buttons if hasattr(each, "click") and each.isVisible() and each.isEnabled()]
    for button in (monkey.pick(shown),) if shown else ():
        button.click()
    return f"one of {len(shown)}"


def go_to_step(monkey):
    monkey.press(Qt.Key.Key_G, CTRL)
    for letter in str(monkey.whole(0, 2000)):
        monkey.press(letter)
    monkey.press(monkey.pick((Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape)))
    return ""


def bookmark(monkey):
    timeline = monkey.lab.timeline
    step = monkey.whole(0, timeline.end)
    return _times(
        monkey,
        (
            lambda: timeline.set_bookmark(step, monkey.pick(("", "here", "a" * 300, "<b>"))),
            lambda: timeline.remove_bookmark(step),
            monkey.lab.actions["bookmark"].trigger,
            lambda: timeline.bookmarks and timeline.go_to(monkey.pick(timeline.bookmarks).step),
        ),
    )


COMMANDS = (
    "play", "play", "play", "step_batch", "step_epoch", "reset", "branch", "branch", "next_stage",
    "next_stage", "previous_stage", "layerwise", "present", "bookmark", "go_to_step", "dock", "essentials",
)  # fmt: skip


def command(monkey):
    names = [monkey.pick(COMMANDS) for _ in range(monkey.whole(1, 5))]
    for name in names:
        monkey.lab.actions[name].trigger()
        monkey.clock()
    return " ".join(names)


def edit(monkey):
    """Change settings one after the other, perhaps as a drag."""
    session, merge = monkey.lab.session, monkey.pick(("", "", "drag"))
    rows = LIVE if monkey.chance(0.7) else RESTARTS
    changes = [monkey.pick(rows) for _ in range(monkey.whole(1, 4))]
    for changed in changes:
        try:
            session.edit("Change", session.spec.but(**changed), merge)
        except UserError:
            return f"{changed} does not fit"
        monkey.clock()
    return f"{changes} {merge}"


def set_by_hand(monkey):
    session = monkey.lab.session
    session.set_parameter("W1[1,1]", monkey.between(-2, 2), 0.0, started=monkey.lab.timeline.end > 0)
    return f"{value_of(session.spec, 'learning_rate')}"


def preset(monkey):
    """Open something small, or what fails soon."""
    name = monkey.pick((*(each for each in SMALL if each in PRESETS), "fails"))
    if name == "fails":
        monkey.lab.session.open("Open what fails", FAILS)
        monkey.lab.actions["play"].trigger()
    else:
        monkey.lab.commands.file.open_preset(name)
    return name


def runs(monkey):
    """Return to runs, name and delete them, draw and compare them; also the parent of the current one."""
    context, session = monkey.lab.workspace.context, monkey.lab.session
    numbers = [run.number for run in context.runs]
    if not numbers:
        return "none"
    some = monkey.pick(numbers)
    others = tuple(number for number in numbers if number != session.run and monkey.chance(0.5))
    parent = session.origin and session.origin.run
    return _times(
        monkey,
        (
            lambda: context.run_wanted.emit(some),
            lambda: context.run_wanted.emit(monkey.pick(numbers)),
            lambda: context.run_renamed.emit(some, monkey.pick(("", "Mine", "a" * 200, "<b>bold"))),
            lambda: others and context.runs_deleted.emit(others),
            lambda: parent and context.runs_deleted.emit((parent,)),
            lambda: context.overlay(others),
            lambda: len(numbers) > 1 and context.comparison_wanted.emit(*sorted((numbers[0], numbers[-1]))),
        ),
    )


def table(monkey):
    """Walk the table of runs by keys."""
    dock = monkey.lab.workspace.dock
    titles = [page.title for page in dock.shown]
    if "Runs" not in titles:
        return "not there"
    dock.select(titles.index("Runs"))
    monkey.lab.workspace.view("runs").setFocus()
    names = ("Up", "Down", "Down", "Space", "Space", "Return", "F2", "Delete", "Left", "Right", "Home", "End")
    done = [monkey.pick(names) for _ in range(monkey.whole(1, 8))]
    for name in done:
        monkey.press(getattr(Qt.Key, f"Key_{name}"))
    return " ".join(done)


def background(monkey):
    """Train few runs in the background, open and cancel and delete them."""
    context = monkey.lab.workspace.context
    groups = context.groups
    if groups and monkey.chance(0.7):
        group = monkey.pick(groups)
        return _times(
            monkey,
            (
                lambda: context.seed_wanted.emit(group.number, group.spec.seed + monkey.whole(0, 2)),
                lambda: context.group_cancelled.emit(group.number),
                lambda: context.group_deleted.emit(group.number),
                lambda: context.draw_group(monkey.pick((None, group.number))),
            ),
        )
    name = monkey.pick(("same_start", "other_seeds"))
    monkey.lab.actions[name].trigger()
    return name


def answer(monkey):
    """Answer a question that is open, or press what a notice offers."""
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, Question) and dialog.isVisible():
            return _answer(monkey, dialog)
    buttons = [each for each in (*monkey.window.notice._buttons, *_of_diagnosis(monkey)) if each.isVisible()]
    if buttons:
        button = monkey.pick(buttons)
        text = button.text()
        button.click()
        return text
    monkey.press(monkey.pick((Qt.Key.Key_Escape, Qt.Key.Key_Return)), monkey.pick((PLAIN, PLAIN, ALT)))
    return "a key"


def _of_diagnosis(monkey):
    """The buttons of what is said of the run, and of what was tried against it."""
    desk = monkey.lab.diagnosing.desk
    if desk is None:
        return ()
    notice, table = desk.notice, desk.table.shown
    rows = () if table is None else (table.cross, *(row.button for row in table.rows))
    return (notice.why, notice.fix, notice.cross, *notice.row.buttons, *rows)


def _answer(monkey, dialog):
    for number in dialog.findChildren(QSpinBox):
        number.setValue(2)
    for page in dialog.findChildren(SameStartPage):
        for box in page.boxes[:: monkey.whole(1, 4)][:2]:
            box.click()
    if monkey.chance(0.7):
        dialog.verb.click()
        return "train"
    monkey.press(Qt.Key.Key_Escape)
    return "cancel"


def settle(monkey):
    """Come to rest, so that what is shown can be judged."""
    monkey.judge_at_rest()
    return ""


ACTS = {
    drag_time: 10, key_time: 10, go_to: 10, time_button: 6, go_to_step: 2, bookmark: 4, command: 16,
    edit: 9, set_by_hand: 4, preset: 2, runs: 8, table: 5, background: 2, answer: 5, undo: 8, speed: 1,
    look_away: 1, resize: 1, settle: 14, close: 0.4,
}  # fmt: skip
