"""`bplab verify`: checks the next step's gradients by central differences; exit code 1 if one is wrong.

The next step is the first of an experiment, and of a .bplab file the one that its current run makes next.
"""

import argparse
import sys

from bplab.cli.going_on import A_FILE, trainer_for
from bplab.cli.what import add_what
from bplab.nn.gradcheck import TOLERANCE, GradCheck
from bplab.training.machine import use_blas_threads
from bplab.training.verification import point_of, verify_at


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    add_what(parser, more=A_FILE)


def run(given: argparse.Namespace) -> int:
    """Check the gradients and print the result."""
    use_blas_threads(1)
    found = verify_at(point_of(trainer_for(given)), progress=_progress if sys.stderr.isatty() else None)
    check, good = found.check, found.check.within(TOLERANCE)
    print(
        f"{check.count:,} gradients of the {found.of}: largest relative error {check.relative:.1e} beyond "
        f"the check's noise, absolute {check.absolute:.1e} (at {found.worst}); {check.kink_count:,} at kinks,"
        f" {check.small_count:,} too small to judge; tolerance {TOLERANCE:g} max(|g|, |numeric|): "
        f"{_verdict(check)}"
    )
    return 0 if good else 1


def _verdict(check: GradCheck) -> str:
    if not check.within(TOLERANCE):
        return "NOT all agree"
    if not check.judged:
        return "none could be judged"
    return "all agree" if check.judged == check.count else f"the other {check.judged:,} agree"


def _progress(done: int, count: int) -> None:
    if done % 100 == 0 or done == count:
        sys.stderr.write(f"\r{done:,} of {count:,} ")
        if done == count:
            sys.stderr.write("\r\x1b[K")
