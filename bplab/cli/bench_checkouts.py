"""Times the lab of another folder beside this one, in interleaved rounds, so that noise hits both alike."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

import bplab
from bplab.arrays import Array
from bplab.cli.bench_measure import cases
from bplab.cli.bench_nets import problem
from bplab.errors import UserError, quoted
from bplab.portable import is_bundled

SECONDS = 0.1  # of CPU per measurement: short, so that some of many meet a quiet moment
HERE = Path(bplab.__file__).parent.parent
STEPS = """
import sys, time
from bplab.cli.bench_engines import lab
from bplab.cli.bench_nets import Case, problem
from bplab.training.machine import use_blas_threads

use_blas_threads(1)
engines = {}
for line in sys.stdin:
    name, epochs = line.split()
    net, mode = name.split(":")
    engine = engines.setdefault(name, None) or lab(problem(Case(net)), mode == "statistics")
    engines[name], begin = engine, time.process_time()
    engine.train(int(epochs))
    print((time.process_time() - begin) / int(epochs), flush=True)
"""


class Checkout:
    """A process that runs a script with the lab in a folder; the script uses only what every version offers.

    It reads what to train and how many epochs, line by line, and answers with the seconds per epoch.
    Raises: UserError if there is no lab.
    """

    def __init__(self, folder: Path, script: str) -> None:
        if not (folder / "bplab" / "__init__.py").is_file():
            raise UserError(f"There is no checkout in {quoted(str(folder))}: it has no folder bplab.")
        self._process = subprocess.Popen(  # noqa: S603 - this Python, with a lab the user named
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONPATH": str(folder.resolve()), "PYTHONSAFEPATH": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def seconds(self, name: str, epochs: int) -> float:
        """CPU time per epoch, the mean over several."""
        given, said = self._process.stdin, self._process.stdout
        if given is None or said is None:
            raise RuntimeError("The process has no pipes.")
        print(name, epochs, file=given, flush=True)
        answer = said.readline()
        if not answer:
            raise UserError(f"The other checkout cannot train {quoted(name)}; its message is shown above.")
        return float(answer)


def checkouts(stack: ExitStack, script: str, against: str | None) -> list[Checkout]:
    """This lab, and the other where there is one.

    Raises: UserError if this one is a program without a Python that could run both.
    """
    if is_bundled():
        raise UserError("This is measured with Python in a checkout: `python3 packaging/run.py bench`.")
    folders = [HERE, *([Path(against)] if against else [])]
    return [stack.enter_context(Checkout(folder, script)) for folder in folders]


class Comparison(NamedTuple):
    """A name trained by every checkout, round by round.

    Shapes: (rounds, checkouts).
    Units: seconds per epoch.
    """

    times: Array

    @property
    def fastest(self) -> list[float]:
        """Seconds per epoch, one value per checkout."""
        found: list[float] = self.times.min(axis=0).tolist()
        return found

    @property
    def ratios(self) -> str:
        """The other's time divided by this one's: the median of the rounds, and their middle half.

        Neighbors share the pace of the machine, which the fastest rounds of the two need not.
        """
        low, middle, high = np.quantile(self.times[:, 1] / self.times[:, 0], [0.25, 0.5, 0.75])
        return f"{middle:>8.2f}{low:>8.2f} to {high:.2f}"


RATIOS = f"{'ratio':>8}{'middle half':>16}"


def compared(sides: list[Checkout], name: str, rounds: int) -> Comparison:
    """Train in interleaved rounds; who is first changes from round to round."""
    epochs = [max(1, int(SECONDS / side.seconds(name, 3))) for side in sides]
    times = np.empty((rounds, len(sides)))
    for number in range(rounds):
        for place in range(len(sides))[:: -1 if number % 2 else 1]:
            times[number, place] = sides[place].seconds(name, epochs[place])
    return Comparison(times)


def report(nets: str, rounds: int, against: str) -> Iterator[str]:
    """Lines of a table: a step of each net, without statistics and with them."""
    chosen = list(cases(nets, full=False))
    yield f"float32, SGD, CPU microseconds a step, fastest of {rounds}; ratios of neighbors; one thread"
    yield f"{'net':<4}{'mode':<12}{'here':>10}{'against':>10}{RATIOS}"
    with ExitStack() as stack:
        sides = checkouts(stack, STEPS, against)
        for case, mode in product(chosen, ("plain", "statistics")):
            steps, found = problem(case).steps, compared(sides, f"{case.net}:{mode}", rounds)
            own, other = (1e6 * each / steps for each in found.fastest)
            yield f"{case.net:<4}{mode:<12}{own:>10.2f}{other:>10.2f}{found.ratios}"
