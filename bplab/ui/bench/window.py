"""`bplab bench --window`: how late the window's timer fires, and what drawing costs the training."""

from collections.abc import Iterator
from time import perf_counter
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.training.snapshot import RunState
from bplab.ui.lab import Lab

TICK = 0.005  # seconds of the timer whose lateness is measured
STUTTER = 0.016
TRIES = 5  # key presses per run
PIECE = 1.0  # seconds with drawing, then as many without
SETTLE = 1.5  # seconds for the picture of the edges to be drawn


class Lateness(NamedTuple):
    """Milliseconds; the share is of ticks over 16 ms."""

    p50: float
    p95: float
    p99: float
    longest: float
    share: float
    ticks: int


class Measured(NamedTuple):
    """One run; key to effect in milliseconds."""

    lateness: Lateness
    speed: float  # steps per second while drawing
    kept: float  # relative to the speed without drawing, median of neighboring intervals
    waiting: float  # share of the time that training spent on pictures
    rounds: float  # of all pictures, per second
    effect: float  # longest of the attempts


def measure_window(lab: Lab, seconds: float, runs: int, preset: str) -> str:
    """Measure the idle window, then runs of training at full speed; the median run counts."""
    lab.window.show()
    spin(SETTLE)
    idle = _lateness(min(seconds, 10.0))
    found = [_run(lab, seconds, preset) for _ in range(runs)]
    return "\n".join(_table(idle, found, preset, lab))


def _run(lab: Lab, seconds: float, preset: str) -> Measured:
    lab.commands.train.open_preset(preset)
    lab.workspace.toolbar.set_speed(np.inf)
    lab.runner.set_speed(0)
    spin(SETTLE)
    effects = [_press_to_effect(lab) for _ in range(2 * TRIES + 1)]  # odd: it plays afterwards
    rounds: list[int] = []
    count = lab.pump.shown.connect(lambda _snapshot: rounds.append(1))
    waited = lab.runner.waited
    alone: list[float] = []
    drawing: list[float] = []
    late: list[float] = []
    for _ in range(max(round(seconds / PIECE), 1)):  # alternately, because the machine's own speed varies
        speed, ticks = _speed(lab, PIECE)
        drawing.append(speed)
        late += ticks
        lab.pump.hold(True)
        alone.append(_speed(lab, PIECE)[0])
        lab.pump.hold(False)
    lab.pump.shown.disconnect(count)
    lab.commands.train.play_or_pause()
    spin(0.2)
    drawn, kept = np.array(drawing), float(np.median(np.array(drawing) / np.array(alone)))
    seconds = PIECE * len(drawn)
    return Measured(
        _summary(late), float(np.median(drawn)), kept, (lab.runner.waited - waited) / seconds,
        len(rounds) / seconds, max(effects),
    )  # fmt: skip


def _speed(lab: Lab, seconds: float) -> tuple[float, list[float]]:
    """Steps per second over some time, and how late the window's timer fired meanwhile."""
    begin, first = perf_counter(), lab.runner.steps_made
    late = _ticks(seconds)
    return (lab.runner.steps_made - first) / (perf_counter() - begin), late


def _press_to_effect(lab: Lab) -> float:
    """Milliseconds from Space on the canvas until the window is told that training has obeyed."""
    wanted = lab.commands.train.state is not RunState.RUNNING
    begin = perf_counter()
    QTest.keyClick(lab.workspace.canvas.graph, Qt.Key.Key_Space)
    while (lab.commands.train.state is RunState.RUNNING) != wanted and perf_counter() - begin < 2:
        QCoreApplication.processEvents()
    taken = (perf_counter() - begin) * 1000
    spin(0.15)
    return taken


def _lateness(seconds: float) -> Lateness:
    return _summary(_ticks(seconds))


def _ticks(seconds: float) -> list[float]:
    """How late, in milliseconds, a 5 ms timer fired, tick by tick."""
    late: list[float] = []
    due = [perf_counter() + TICK]

    def tick() -> None:
        now = perf_counter()
        late.append((now - due[0]) * 1000)
        due[0] = now + TICK
        timer.start(round(TICK * 1000))

    timer = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(round(TICK * 1000))
    spin(seconds)
    timer.stop()
    return late


def spin(seconds: float) -> None:
    """Process the window's events for some time."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
    loop.exec()


def _summary(late: list[float]) -> Lateness:
    values = np.maximum(np.array(late), 0)
    p50, p95, p99 = np.percentile(values, (50, 95, 99))
    return Lateness(p50, p95, p99, float(values.max()), float(np.mean(values > STUTTER * 1000)), len(values))


def _table(idle: Lateness, found: list[Measured], preset: str, lab: Lab) -> Iterator[str]:
    size, platform = lab.window.size(), QApplication.platformName()
    yield f"{preset}, window {size.width()} x {size.height()}, {platform}; lateness of a 5 ms timer in ms"
    heads = ("p50", "p95", "p99", "max")
    yield (
        f"{'':<12}{''.join(f'{head:>7}' for head in heads)}{'> 16 ms':>10}{'thr':>7}{'waiting':>9}"
        f"{'steps/s':>10}{'rounds/s':>10}{'key, ms':>9}"
    )
    yield f"{'idle':<12}{_cells(idle)}"
    median = sorted(found, key=lambda run: run.lateness.p99)[len(found) // 2]
    for number, run in enumerate(found, 1):
        title = f"run {number}{' median' if run is median and len(found) > 1 else ''}"
        yield (
            f"{title:<12}{_cells(run.lateness)}{run.kept:>7.2f}"
            f"{run.waiting:>9.1%}{run.speed:>10,.0f}"
            f"{run.rounds:>10.1f}{run.effect:>9.1f}"
        )


def _cells(late: Lateness) -> str:
    share = f"{late.share * 100:.3f} %"
    return f"{late.p50:>7.2f}{late.p95:>7.2f}{late.p99:>7.2f}{late.longest:>7.1f}{share:>10}"
