"""`bplab bench --drag`: how long the window is blocked by many examples, and by sliders that are dragged."""

from dataclasses import replace
from math import inf
from time import perf_counter, thread_time

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from bplab.training.snapshot import Snapshot
from bplab.ui.bench.window import spin
from bplab.ui.lab import Lab

POINTS, EDITS, TICK = 100_000, 150, 0.016  # the rate at which a mouse reports moves
SETTLE = 3.0  # seconds
SIZE = (1440, 900)  # of the window
LONG = 16.0  # milliseconds


class TimedApplication(QApplication):
    """Records how much CPU time of the window's thread each event takes, including everything it triggers."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(words)
        self.taken: list[float] = []  # milliseconds
        self._inside = False

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event; nested events are part of it."""
        if self._inside:
            return super().notify(receiver, event)
        self._inside, begin = True, thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._inside = False
            self.taken.append((thread_time() - begin) * 1000)


def measure_drag(app: TimedApplication, lab: Lab) -> str:
    """Open many examples and drag the noise, then the learning rate while training; return the table."""
    lab.window.resize(*SIZE)
    lab.window.show()
    spin(SETTLE)
    noises = set[float]()
    lab.pump.shown.connect(lambda snapshot: noises.add(_noise(snapshot)))
    lines = [f"{POINTS:,} examples; CPU time for which an event blocks the window, in ms"]
    app.taken.clear()
    spec = lab.session.spec
    many = spec.but(data=replace(spec.data, points=POINTS))
    QTimer.singleShot(0, lab, lambda: lab.session.edit("Change examples", many))
    spin(SETTLE)
    lines.append(_line("opening", app))
    _drag(lab, "data.noise", 50)
    spin(SETTLE)
    lines.append(f"{_line('dragging noise', app)}; {EDITS} edits, {len(noises)} of them pictured")
    lines.append(_drag_while_training(app, lab))
    return "\n".join(lines)


def _drag_while_training(app: TimedApplication, lab: Lab) -> str:
    lab.commands.train.open_preset("spiral")
    lab.workspace.toolbar.set_speed(inf)
    lab.runner.set_speed(0)
    lab.commands.train.play_or_pause()
    spin(SETTLE)
    app.taken.clear()
    rounds: list[Snapshot] = []
    lab.pump.shown.connect(rounds.append)
    begin, made = perf_counter(), lab.runner.steps_made
    _drag(lab, "learning_rate", 0.1)
    seconds = perf_counter() - begin
    line = (
        f"{_line('dragging rate', app)}; {EDITS} edits, {len(rounds) / seconds:.1f} rounds of pictures and "
        f"{(lab.runner.steps_made - made) / seconds:,.0f} steps a second"
    )
    lab.commands.train.play_or_pause()
    return line


def _noise(snapshot: Snapshot) -> float:
    return snapshot.spec.data.noise


def _drag(lab: Lab, path: str, most: float) -> None:
    loop, left = QEventLoop(), list(range(EDITS, 0, -1))

    def move() -> None:
        if left:
            lab.workspace.form.edit(path, most * left.pop() / EDITS, merge="bench")
        else:
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(move)
    timer.start(round(TICK * 1000))
    loop.exec()
    timer.stop()


def _line(title: str, app: TimedApplication) -> str:
    taken = sorted(app.taken)
    app.taken.clear()
    long = sum(each > LONG for each in taken)
    return f"{title:<16} longest {taken[-1]:.1f}, over {LONG:.0f}: {long} of {len(taken)} events"
