"""`bplab bench`: CPU time of a training step compared with other libraries, or smoothness of the window."""

import argparse
import json
import re
from collections.abc import Iterable

from bplab.cli import bench_checkouts, bench_files, bench_presets, bench_rewind
from bplab.cli.bench_engines import PEERS, peers
from bplab.cli.bench_limits import report
from bplab.cli.bench_measure import SECONDS, Row, cases, measure
from bplab.cli.ending import ending_at_once, tell
from bplab.errors import UserError, quoted
from bplab.experiment.presets import preset
from bplab.experiment.rules import Number
from bplab.training.machine import fingerprint, use_blas_threads

FULL_SECONDS = 0.1  # a measurement, where there are very many


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    parser.add_argument(
        "--rounds",
        type=_count,
        default=5,
        help="number of interleaved rounds; the fastest counts, of ratios the median (default 5)",
    )
    parser.add_argument("--nets", default="ABCDE", help="the networks to measure (default ABCDE)")
    parser.add_argument(
        "--full",
        action="store_true",
        help="also measure float64, momentum, Adam and two threads; show wall time and medians",
    )
    parser.add_argument("--limits", action="store_true", help="show the limits of this machine")
    parser.add_argument(
        "--presets", nargs="?", const=bench_presets.USUAL,
        help=f"measure epochs per second of presets, and the kernel's share (default {bench_presets.USUAL})",
    )  # fmt: skip
    parser.add_argument(
        "--against", metavar="FOLDER", help="compare a step, or with --presets epochs, with another checkout"
    )
    parser.add_argument("--json", action="store_true", help="print the measurements as a JSON list of rows")
    _declare_runs(parser)


def _declare_runs(parser: argparse.ArgumentParser) -> None:
    """Declare what trains for a while."""
    parser.add_argument(
        "--window", action="store_true", help="measure the real window while training at full speed"
    )
    parser.add_argument(
        "--drag",
        action="store_true",
        help="measure how long many examples and dragged sliders block the window",
    )
    parser.add_argument(
        "--files", action="store_true", help="measure how long a file of 26 MB takes to save and to open"
    )
    parser.add_argument(
        "--rewind",
        action="store_true",
        help="measure rewinds after an hour flat out, which a short run stands for",
    )
    parser.add_argument(
        "--seconds", type=_seconds, default=60.0, help="with --window, --rewind: length of a run (default 60)"
    )
    parser.add_argument("--runs", type=_count, default=3, help="with --window: number of runs (default 3)")
    parser.add_argument(
        "--preset", default="spiral", help="with --window: the preset to train (default spiral)"
    )


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 to 9999, not {quoted(text)}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        return Number(0, 86_400, above_low=True).check(float(text))
    except ValueError:
        wanted = f"expected a number above 0 and at most 86400, not {quoted(text)}"
        raise argparse.ArgumentTypeError(wanted) from None


def run(given: argparse.Namespace) -> int:
    """Measure and print a table."""
    if given.window or given.drag:
        print(_of_window(given))
        return 0
    if given.files or given.rewind or given.presets or given.against:
        for line in _lines(given):
            print(line, flush=True)
        return 0
    chosen = list(cases(given.nets, given.full))
    if not chosen:
        raise UserError("Name the networks to measure, such as --nets ABC.")
    if given.limits:
        print(*report(given.nets), sep="\n")
        return 0
    rounds, seconds = given.rounds, min(SECONDS, FULL_SECONDS) if given.full else SECONDS
    if given.json:
        rows = [row.facts() for case in chosen for row in measure(case, rounds, seconds)]
        print(json.dumps(rows, indent=1))
        return 0
    print(_heading(rounds))
    if given.full:
        for case in chosen:
            _print_case(measure(case, rounds, seconds))
    else:
        print(_short_heading())
        for case in chosen:
            print(_short(measure(case, rounds, seconds)), flush=True)
    _tell_missing()
    return 0


def _lines(given: argparse.Namespace) -> Iterable[str]:
    if given.files:
        return bench_files.report()
    return bench_rewind.report(given.seconds) if given.rewind else _beside(given)


def _beside(given: argparse.Namespace) -> Iterable[str]:
    if given.presets:
        return bench_presets.report(given.presets, given.rounds, given.against)
    return bench_checkouts.report(given.nets, given.rounds, given.against)


def _of_window(given: argparse.Namespace) -> str:
    preset(given.preset)  # refuses unknown presets before a window opens
    with ending_at_once():
        from bplab.app import bench_drag, bench_window  # Qt is loaded only for the window

        return bench_drag() if given.drag else bench_window(given.seconds, given.runs, given.preset)


def _heading(rounds: int) -> str:
    use_blas_threads(1)
    found = fingerprint()
    return (
        f"float32, SGD, CPU microseconds per step, fastest of {rounds}; {found['blas']} {found['kernel']}, "
        "one thread, unless stated otherwise"
    )


def _short_heading() -> str:
    others = "".join(f"{name:>13}{'plain x':>9}{'statistics x':>14}" for name in peers())
    return f"{'net':<4}{'plain':>10}{'statistics':>12}{'cost':>8}{others}"


def _short(rows: list[Row]) -> str:
    plain, statistics, *others = (row.cpu_us for row in rows)
    line = f"{rows[0].net:<4}{plain:>10.2f}{statistics:>12.2f}{100 * (statistics / plain - 1):>7.0f}%"
    return line + "".join(f"{each:>13.1f}{each / plain:>9.2f}{each / statistics:>14.2f}" for each in others)


def _print_case(rows: list[Row]) -> None:
    first = rows[0]
    print(
        f"\n{first.net}, {first.dtype}, {first.optimizer}, {first.threads} thread"
        f"{'s' if first.threads > 1 else ''}; loss over all examples before and after the first epochs"
    )
    heads = ("cpu", "median", "wall", "median", "x plain", "before", "after")
    print(f"{'':<24}{''.join(f'{head:>10}' for head in heads)}")
    for row in rows:
        times = (row.cpu_us, row.cpu_median_us, row.wall_us, row.wall_median_us)
        cells = "".join(f"{value:>10.2f}" for value in (*times, row.cpu_us / first.cpu_us))
        losses = f"{row.loss_before:>10.5f}{row.loss_after:>10.5f}"
        print(f"{row.engine + ' ' + row.mode:<24}{cells}{losses}", flush=True)


def _tell_missing() -> None:
    missing = [module for module in PEERS if module not in peers()]
    if missing:
        tell(f"not installed and therefore not compared: {', '.join(missing)}")
