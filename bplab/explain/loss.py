"""The loss of an example written out with its numbers, in digits that give the one printed."""

from typing import NamedTuple

import numpy as np

from bplab.explain.digits import APPROXIMATELY, DECIMALS, printed, reproduces
from bplab.nn.losses import LOSSES
from bplab.numerals import minus, parsed
from bplab.training.step import BatchTrace

MOST_DECIMALS = 7
MOST_WRITTEN = 2  # outputs; of more, words say what is added up
AVERAGED = {"mse", "mae", "huber"}  # over the outputs; the others are summed
IN_WORDS = {
    "half_squared": "half the sum of (output − target)²",
    "mse": "mean of (output − target)²",
    "mae": "mean of |output − target|",
    "huber": "mean of Huber's loss",
    "binary_cross_entropy": "sum of −ln P(right answer)",
}
WRITTEN_OUT = {*IN_WORDS, "categorical_cross_entropy"}


class LossText(NamedTuple):
    """A formula with numbers, what it comes to, and whether its digits give just that."""

    formula: str
    value: str
    closes: bool

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.formula} {'=' if self.closes else APPROXIMATELY} {self.value}"


def loss_sentence(trace: BatchTrace, example: int | None) -> str:
    """Say the loss of an example, counted from 0, and of the whole batch; None is the mean of all."""
    count, how = len(trace.losses), trace.start.spec.reduction
    loss = "Loss" if trace.start.build.unit is None else "Loss (scaled targets)"
    if example is None:
        return f"{loss} of the batch: {how} of its {count:,} examples' losses, {printed(trace.loss)}"
    text = f"{loss} of example {example + 1:,}: {loss_text(trace, example).text}"
    return text if count == 1 else f"{text}; {how} of the batch {printed(trace.loss)}"


def loss_text(trace: BatchTrace, example: int) -> LossText:
    """Write out an example's loss, counted from 0."""
    name, value = trace.start.spec.loss, float(trace.losses[example])
    pairs = list(zip(trace.a[-1][example].tolist(), trace.target[example].tolist(), strict=True))
    if name not in WRITTEN_OUT:
        return LossText(LOSSES[name].formula.partition("= ")[2], printed(value), closes=True)
    if name == "categorical_cross_entropy":
        pairs = [max(pairs, key=lambda pair: pair[1])]  # all other terms are 0
    if len(pairs) > MOST_WRITTEN:
        return LossText(f"{IN_WORDS[name]} over {len(pairs):,} outputs", printed(value), closes=True)
    for decimals in range(DECIMALS, MOST_DECIMALS + 1):
        found = _written(name, pairs, value, decimals)
        if found.closes:
            return found
    return _written(name, pairs, value, DECIMALS)


def _written(name: str, pairs: list[tuple[float, float]], value: float, decimals: int) -> LossText:
    texts = [(printed(output, decimals), _short(target, decimals)) for output, target in pairs]
    shown = printed(value, max(decimals - 1, DECIMALS))
    terms = [_term(name, parsed(output), parsed(target)) for output, target in texts]
    found = sum(terms) / (len(terms) if name in AVERAGED else 1)
    parts = [_text(name, *each) for each in texts]
    formula = " + ".join(parts).replace("+ −", "− ")
    if len(parts) > 1 and name in AVERAGED:
        formula = f"½ ({formula})"
    return LossText(formula, shown, reproduces(found, shown))


def _term(name: str, output: float, target: float) -> float:
    """What one output adds, worked out from printed numbers."""
    y, t = np.array([[output]]), np.array([[target]])
    with np.errstate(all="ignore"):
        if "cross_entropy" in name:
            parts = (t * np.log(y))[t != 0].sum(), ((1 - t) * np.log(1 - y))[t != 1].sum()
            return -float(parts[0] + parts[1])
        return float(LOSSES[name].per_example(y, y, t)[0])


def _text(name: str, output: str, target: str) -> str:
    """What one output adds, in signs."""
    if "cross_entropy" in name:
        certain = {"1": f"−ln {output}", "0": f"−ln (1 − {output})"}
        unsure = f"−{target} ln {output} − (1 − {target}) ln (1 − {output})"
        return certain.get(target, unsure)
    error = f"{output} − ({target})" if target.startswith("−") else f"{output} − {target}"
    far = name == "huber" and abs(parsed(output) - parsed(target)) > 1
    forms = {"half_squared": f"½ ({error})²", "mse": f"({error})²", "mae": f"|{error}|"}
    return forms.get(name, f"|{error}| − ½" if far else f"½ ({error})²")


def _short(value: float, decimals: int) -> str:
    """Write a target without digits that say nothing, such as 1 or 0.01."""
    short = minus(f"{value:.6g}")
    return short if "e" not in short and parsed(short) == value else printed(value, decimals)
