"""`bplab bench`: CPU time of a training step beside PyTorch's, or how smooth the window stays."""

import argparse
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("bench", help="measure speed", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=5, help="interleaved rounds; the fastest counts (default 5)"
    )
    parser.add_argument("--nets", default="ABCDE", help="which nets (default ABCDE)")
    parser.add_argument(
        "--window", action="store_true", help="measure the real window while training flat out"
    )
    parser.add_argument("--seconds", type=float, default=60, help="--window: length of a run (default 60)")
    parser.add_argument("--runs", type=int, default=3, help="--window: how many runs (default 3)")
    parser.add_argument("--preset", default="spiral", help="--window: which preset trains (default spiral)")


def run(given: argparse.Namespace) -> int:
    """Measure and print a table."""
    if given.window:
        from bplab.app import bench_window  # Qt is loaded for the window alone

        print(bench_window(given.seconds, given.runs, given.preset))
        return 0
    from bplab.cli.bench_nets import measure_nets

    return measure_nets(given.nets, max(given.rounds, 1))
