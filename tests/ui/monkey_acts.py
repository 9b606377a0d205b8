"""What the monkey does: each act draws its particulars from the seed, acts, and says what it did."""

import math

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.data.datasets import DATASETS
from bplab.experiment.presets import PRESETS
from bplab.experiment.rules import Choice, Flag, Formula, Names, Number, Whole

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
PLAIN, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
ALT = Qt.KeyboardModifier.AltModifier
MODIFIERS = (PLAIN, CTRL, SHIFT, ALT, CTRL | SHIFT)
NAMED = (
    "Space", "Space", "Return", "Enter", "Escape", "Escape", "Tab", "Backtab", "Delete", "Backspace", "Home",
    "End", "PageUp", "PageDown", "Left", "Right", "Up", "Down", "Menu", "F1", "F4", "F5", "F8", "F10", "F11",
    "Plus", "Minus", "B", "E", "L", "N", "N", "P", "F2", "Period", "C", "V", "A", "Z", "K",
    "R", "0", "1", "2", "3", "4", "5", "6",
)  # fmt: skip
KEYS = tuple(getattr(Qt.Key, f"Key_{name}") for name in NAMED)
TEXTS = (
    "0.5", "-3", "1e400", "nan", "0", "", "8-8-6", "3", "20", "128-128", "8-9000", "1-", "x", "sin(x)/x",
    "1/0", "x^2/4", "exp(1000*x)", "0,5", "10000000000000000000", "spiral", "rate", "dark", "über",
    "\U0001f600", "a" * 300, "<b>bold", "--", "4 4", "0.0000001", "300",
)  # fmt: skip
LINKS = (
    "#activation=tanh&batchSize=10&dataset=circle&networkShape=4,2&seed=0.1&x=true&y=true",
    "http://playground.tensorflow.org/#activation=relu&dataset=spiral&networkShape=8,8,8,8,8,8&xSquared=true",
    "#problem=regression&regDataset=reg-gauss&networkShape=&learningRate=10&regularization=L2",
    "#activation=linear&regularization=L2&regularizationRate=10&learningRate=10&networkShape=1",
    "#networkShape=99,99&seed=nan", "#", "not a link", "", "#seed=", "#" + "networkShape=1,1&" * 400,
    "#dataset=xor&collectStats=false&sinX=true&x=false&y=false&batchSize=1&discretize=true",
)  # fmt: skip


def spot(monkey):
    """Where to point: anywhere in what is open, or in some part of it."""
    window = monkey.popup() if monkey.chance(0.8) else None
    window = window or monkey.top_window()
    size = window.size()
    area = QRect(QPoint(), size)
    if window is monkey.window.windowHandle() and monkey.chance(0.75):
        part = monkey.pick(monkey.known())
        area = QRect(part.mapTo(monkey.window, QPoint()), part.size())
    x, y = monkey.whole(area.left(), area.right()), monkey.whole(area.top(), area.bottom())
    return window, QPoint(min(max(x, 0), size.width() - 1), min(max(y, 0), size.height() - 1))


def click(monkey):
    window, at = spot(monkey)
    button = monkey.pick((LEFT, LEFT, LEFT, LEFT, LEFT, RIGHT, MIDDLE))
    keys = monkey.pick((PLAIN, PLAIN, PLAIN, PLAIN, *MODIFIERS))
    QTest.mousePress(window, button, keys, at)
    if monkey.lives(window):
        QTest.mouseRelease(window, button, keys, at)
    return f"{button.name} at {at.toTuple()} with {keys.value:x}"


def double_click(monkey):
    window, at = spot(monkey)
    QTest.mouseDClick(window, LEFT, PLAIN, at)
    return f"at {at.toTuple()}"


def drag(monkey):
    window, at = spot(monkey)
    far, size, way = monkey.pick((5, 40, 300)), window.size(), [at]
    for _ in range(monkey.whole(1, 12)):
        to = way[-1] + QPoint(monkey.whole(-far, far), monkey.whole(-far, far))
        way.append(QPoint(min(max(to.x(), 0), size.width() - 1), min(max(to.y(), 0), size.height() - 1)))
    QTest.mousePress(window, LEFT, PLAIN, at)
    for to in way[1:]:
        if monkey.lives(window):
            QTest.mouseMove(window, to)
            monkey.clock()
    if monkey.lives(window):
        QTest.mouseRelease(window, LEFT, PLAIN, way[-1])
    return f"{[each.toTuple() for each in way]}"


def hover(monkey):
    window, at = spot(monkey)
    QTest.mouseMove(window, at)
    return f"{at.toTuple()}"


def read_tip(monkey):
    part = monkey.pick(monkey.known())
    at = QPoint(monkey.whole(0, part.width()), monkey.whole(0, part.height()))
    QApplication.sendEvent(part, QHelpEvent(QEvent.Type.ToolTip, at, part.mapToGlobal(at)))
    return f"{type(part).__name__} at {at.toTuple()}"


def wheel(monkey):
    window, at = spot(monkey)
    turn = QPoint(0, monkey.pick((-1200, -120, -15, 15, 120, 1200)))
    keys = monkey.pick(MODIFIERS)
    place, everywhere = QPointF(at), QPointF(window.mapToGlobal(at))
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(place, everywhere, QPoint(), turn, Qt.MouseButton.NoButton, keys, phase, False)
    QApplication.sendEvent(window, event)
    return f"{turn.y()} at {at.toTuple()} with {keys.value:x}"


def key(monkey):
    code, keys = monkey.pick(KEYS), monkey.pick((PLAIN, PLAIN, PLAIN, *MODIFIERS))
    monkey.press(code, keys)
    return f"{code.name} with {keys.value:x}"


def walk(monkey):
    code = monkey.pick((Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, *KEYS[14:18]))
    times = monkey.whole(1, 12)
    for _ in range(times):
        monkey.press(code, SHIFT if code == Qt.Key.Key_Backtab else PLAIN)
    if monkey.chance(0.3):
        monkey.press(monkey.pick((Qt.Key.Key_Space, Qt.Key.Key_Return)))
    return f"{times} {code.name}"


def write(monkey):
    text = monkey.pick(TEXTS)
    if monkey.chance(0.3):
        monkey.press(Qt.Key.Key_A, CTRL)
    for letter in text[:40]:
        if letter.isascii():
            monkey.press(letter)
    end = monkey.pick((None, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab))
    if end is not None:
        monkey.press(end)
    return f"{text[:40]!r}, {end.name if end else 'no more'}"


def menu(monkey):
    """Open a menu of the bar with its key, walk it, take something."""
    letter = monkey.pick("FEVNTH")
    monkey.press(getattr(Qt.Key, f"Key_{letter}"), ALT)
    ways = monkey.whole(0, 14), monkey.whole(0, 1), monkey.whole(0, 25)
    for code, times in zip((Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down), ways, strict=True):
        for _ in range(times):
            monkey.press(code)
    last = monkey.pick((Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape))
    monkey.press(last)
    return f"{letter} {ways} {last.name}"


def action(monkey):
    name = monkey.pick(list(monkey.lab.actions))
    if name != "quit" or monkey.chance(0.1):
        monkey.lab.actions[name].trigger()
    return name


def preset(monkey):
    name = monkey.pick(list(PRESETS))
    monkey.lab.commands.file.open_preset(name)
    return name


def data(monkey):
    name = monkey.pick(list(DATASETS))
    monkey.lab.workspace.form.choose_data(name)
    return name


def setting(monkey):
    """Change some row of the form to something that its rule takes."""
    form, spec = monkey.lab.workspace.form, monkey.lab.session.spec
    rows = [each for each in form.editors.values() if each.row.shown(spec) and not each.row.why(spec)]
    editor = monkey.pick(rows)
    value = some_value(monkey, editor.declared.rule)
    editor.tell(value, monkey.pick(("", "", "drag")))
    return f"{editor.row.path} = {value!r}"


def some_value(monkey, rule):
    match rule:
        case Number():
            low = max(rule.low, rule.high * 1e-6) if rule.log or rule.above_low else rule.low
            exact = monkey.pick((low, rule.high, monkey.between(low, rule.high)))
            return math.exp(monkey.between(math.log(low), math.log(rule.high))) if rule.log else exact
        case Whole():
            return monkey.pick((rule.low, rule.high, monkey.whole(rule.low, rule.high), rule.low + 1))
        case Choice():
            return monkey.pick(list(rule.table))
        case Flag():
            return monkey.chance(0.5)
        case Names():
            names = list(rule.table)
            return tuple(name for name in names if monkey.chance(0.4)) or (names[0],)
        case Formula():
            return monkey.pick(("sin(x)/x", "x", "1e8*x", "exp(x)", "17000+100*x", "abs(x)", "0*x"))
    raise AssertionError(rule)


def undo(monkey):
    stack = monkey.lab.session.undo_stack
    moves = [monkey.pick((stack.undo, stack.undo, stack.redo)) for _ in range(monkey.whole(1, 15))]
    for move in moves:
        move()
        monkey.clock()
    return f"{len(moves)} moves"


def train(monkey):
    """Play, pause, reset, step and edit in quick succession."""
    names = [
        monkey.pick(("play", "play", "step_batch", "step_epoch", "reset", "add_neuron", "remove_layer"))
        for _ in range(monkey.whole(1, 6))
    ]
    for name in names:
        monkey.lab.actions[name].trigger()
        monkey.clock()
    return " ".join(names)


def speed(monkey):
    steps = monkey.pick((1.0, 10.0, 100.0, 1000.0, math.inf, math.inf))
    monkey.lab.workspace.toolbar.choose_speed(steps)
    return f"{steps}"


def paste(monkey):
    text = monkey.pick(LINKS)
    QGuiApplication.clipboard().setText(text)
    monkey.press(Qt.Key.Key_V, CTRL)
    return text[:60]


def drop(monkey):
    text, mime = monkey.pick(LINKS), QMimeData()
    mime.setText(text)
    if monkey.chance(0.3):
        mime.setUrls([QUrl(text)])
    actions, at = Qt.DropAction.CopyAction, QPointF(300, 300)
    QApplication.sendEvent(monkey.window, QDropEvent(at, actions, mime, LEFT, PLAIN))
    return text[:60]


def dress(monkey):
    mode = monkey.pick(("light", "dark", "system"))
    monkey.lab.theme.set_mode(mode)
    return mode


def resize(monkey):
    size = monkey.pick(((1120, 700), (1440, 900), (monkey.whole(1120, 1440), monkey.whole(700, 900))))
    monkey.window.resize(*size)
    return f"{size}"


def look_away(monkey):
    """Minimize and come back, or lose the focus."""
    if monkey.chance(0.5):
        monkey.window.showMinimized()
        monkey.window.showNormal()
        return "minimized"
    QApplication.sendEvent(monkey.window, QEvent(QEvent.Type.WindowDeactivate))
    QApplication.sendEvent(monkey.window, QEvent(QEvent.Type.WindowActivate))
    return "deactivated"


def search(monkey):
    monkey.press(Qt.Key.Key_K, CTRL)
    letters = "".join(monkey.pick("abcdefghiklmnoprstuvw 1") for _ in range(monkey.whole(0, 4)))
    for letter in letters:
        monkey.press(letter)
    for _ in range(monkey.whole(0, 6)):
        monkey.press(Qt.Key.Key_Down)
    last = monkey.pick((Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape))
    monkey.press(last)
    return f"{letters!r} {last.name}"


def close(monkey):
    monkey.window.close()
    return "the window"


ACTS = {
    click: 30, double_click: 4, drag: 12, hover: 8, read_tip: 5, wheel: 5, key: 18, walk: 6, write: 8,
    menu: 5, action: 10, preset: 2, data: 3, setting: 10, undo: 4, train: 6, speed: 1, paste: 2, drop: 1,
    dress: 1, resize: 2, look_away: 1, search: 3, close: 0.4,
}  # fmt: skip
