"""The result of a check as plain text and as JSON data."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from bplab.homework.assuming import Assumed
from bplab.homework.check import Check
from bplab.homework.recipe import CheckedAs
from bplab.homework.verdict import headline, largest_differences, not_tried, reasons, tried
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.numerals import minus, short

LAB = "lab's"


def figure(value: float, digits: int = 4) -> str:
    """Format a number with some significant digits, without a power of ten where it is easily read."""
    if not isfinite(value):
        return short(value)
    power = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if not -5 < power < 6:
        return minus(f"{value:.{digits - 1}e}".replace("e-0", "e-").replace("e+0", "e"))
    return minus(f"{value:,.{max(0, digits - 1 - power)}f}") if value else "0"


def about(check: Check) -> str:
    """The size of the network and the number of examples."""
    homework, n = check.homework, len(check.homework.X)
    return f"{'-'.join(map(str, homework.sizes))} · {n:,} example{'s' if n > 1 else ''}"


def as_text(check: Check, assumed: Assumed) -> str:
    """Write all of it."""
    return "\n".join(_lines(check, assumed))


def _lines(check: Check, assumed: Assumed) -> Iterator[str]:
    homework = check.homework
    yield f"{homework.name} · {about(check)}"
    yield f"Checked as {_words(check)} ({assumed.source})"
    yield ""
    yield f"{headline(check)}."
    yield from (why.plain for why in reasons(check))
    yield ""
    yield "Where they differ"
    for layer in range(len(check.lab)):
        wrong, count = check.differ(layer), sum(array.size for array in check.lab[layer])
        said, largest = f"{wrong:,} differ" if wrong else f"{count:,} agree", short(check.largest(layer))
        yield f"  {check.title(layer):<10} {said:<12} largest relative difference {largest}"
    if not check.right:
        yield from _differences(check)
        yield from _tried(check)
    yield ""
    yield f"{homework.count:,} gradients in {homework.dtype} · the file was only read"


def _words(check: Check) -> str:
    checked = check.checked
    layers = [f"{check.title(at)}: {ACTIVATIONS[name].title}" for at, name in enumerate(checked.activations)]
    more = [
        LOSSES[checked.loss].title,
        checked.reduction,
        *([f"L2 λ = {checked.l2:g}"] if checked.l2 else []),
    ]
    return ", ".join([*layers, *more])


def _differences(check: Check) -> Iterator[str]:
    yield ""
    yield "Largest differences (relative: difference ÷ the larger of the two)"
    yield f"  {'gradient':<14}{'yours':>14}{LAB:>14}{'ratio':>10}{'relative':>10}"
    for each in largest_differences(check):
        numbers = f"{figure(each.mine):>14}{figure(each.lab):>14}{figure(each.ratio, 3):>10}"
        yield f"  {each.name.plain:<14}{numbers}{short(each.relative):>10}"


def _tried(check: Check) -> Iterator[str]:
    yield ""
    yield "Tried on the lab's numbers (largest relative difference left)"
    for row in tried(check):
        yield f"  {row.title:<52}{short(row.left):>10}{'  ✓' if row.fits else ''}"
    yield f"  {not_tried(check)}"


def facts_of(check: Check, assumed: Assumed) -> dict[str, Any]:
    """All of it as JSON data."""
    homework, checked = check.homework, check.checked
    explained = check.explained
    return {
        "file": homework.name,
        "sizes": list(homework.sizes),
        "examples": len(homework.X),
        "gradients": homework.count,
        "dtype": homework.dtype,
        "checked_as": _checked(checked) | {"source": assumed.source},
        "right": check.right,
        "result": headline(check),
        "reasons": [why.plain for why in reasons(check)],
        "causes": [
            {"kind": part.cause.kind, "title": part.cause.title,
             "in": [f"{'Wb'[each]}{layer + 1}" for layer, each in part.blocks]}
            for part in (explained.parts if explained else ())
        ],
        "layers": [
            {"title": check.title(layer), "differ": check.differ(layer), "largest": check.largest(layer)}
            for layer in range(len(check.lab))
        ],
        "largest_differences": [
            {"gradient": each.parameter.name, "yours": each.mine, "lab": each.lab, "relative": each.relative}
            for each in largest_differences(check)
        ],
        "tried": [
            {"title": each.title, "left": _finite(each.left), "fits": each.fits} for each in tried(check)
        ],
    }  # fmt: skip


def _checked(checked: CheckedAs) -> dict[str, Any]:
    return {"activations": list(checked.activations), "loss": checked.loss, "reduction": checked.reduction,
            "l2": checked.l2}  # fmt: skip


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
