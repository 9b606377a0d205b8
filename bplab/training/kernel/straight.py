"""A list of calls as a function that makes one after the other, without a loop between them."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from bplab.training.kernel.calls import Call


def straight(calls: Sequence[Call]) -> Callable[[], None]:
    """Bind calls into one function, which costs less than a loop over them and less room in the cache."""
    counts = tuple(len(arguments) for _, arguments in calls)
    given = chain.from_iterable((function, *arguments) for function, arguments in calls)
    return partial(_caller(counts), *given)


@lru_cache(maxsize=64)
def _caller(counts: tuple[int, ...]) -> Callable[..., None]:
    """Write `def run(f0, x0_0, x0_1, f1, ...): f0(x0_0, x0_1); f1(...)` for these numbers of arguments."""
    given = [[f"x{call}_{place}" for place in range(count)] for call, count in enumerate(counts)]
    names = ", ".join(name for call, own in enumerate(given) for name in (f"f{call}", *own))
    lines = [f" f{call}({', '.join(own)})" for call, own in enumerate(given)]
    found: dict[str, Any] = {}
    exec("\n".join([f"def run({names}):", *lines, " return"]), found)  # noqa: S102 - of numbers alone
    run: Callable[..., None] = found["run"]
    return run
