"""Each optimizer's step in one line, worked out from numbers as they are printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

from bplab.nn.optimizers import Hyper, Optimizer
from bplab.numerals import minus, parsed, raised

Printed = Mapping[str, float]  # a row's numbers as they are read: "old", "g", and the slots by their letters


@dataclass(frozen=True)
class Facts:
    """What all parameters of a step have in common.

    Units: t counts steps from 1.
    """

    eta: str  # the learning rate as it is printed
    g: str  # what the gradient that the optimizer receives is called
    hyper: Hyper
    t: int

    @property
    def rate(self) -> float:
        """The learning rate as it is read."""
        return parsed(self.eta)

    def corrected(self, m: float, beta: float) -> float:
        """A mean that started at 0, corrected for it."""
        return m / (1 - beta**self.t)


@dataclass(frozen=True)
class Rule:
    """How a parameter's new value follows from what stands in its row.

    `letters` name the optimizer's slots; `divides` is true where the step divides by one of them, so that
    significant digits count and not decimals. `main` and `more` are templates of the formulas. Without
    `moved`, nothing is worked out from the numbers printed.
    """

    main: str
    more: str
    moved: Callable[[Printed, Facts], float] | None
    letters: Mapping[str, str]
    divides: bool = False
    decays: bool = False

    def formulas(self, facts: Facts) -> tuple[str, str]:
        """What new is, and what stands behind it."""
        hyper = facts.hyper
        values = {
            "eta": facts.eta, "g": facts.g, "mu": written(hyper.momentum),
            "decay": written(hyper.weight_decay), "alpha": written(hyper.alpha), "rest": _rest(hyper.alpha),
            "t": raised(facts.t), "b1": written(hyper.beta1), "b2": written(hyper.beta2),
            "r1": _rest(hyper.beta1), "r2": _rest(hyper.beta2),
        }  # fmt: skip
        return self.main.format(**values), self.more.format(**values)


def rule_of(row: Optimizer) -> Rule:
    """The optimizer's rule, or only its formula if the table has no row for it."""
    formula = row.formula.replace("{", "{{").replace("}", "}}")
    return RULES.get(row.name) or Rule(formula, "", None, {})


def written(value: float) -> str:
    """Write a setting with all digits that it has."""
    return minus(f"{value:.12g}".replace("e-0", "e-"))


def _rest(memory: float) -> str:
    return written(round(1 - memory, 12))


def _sgd(row: Printed, facts: Facts) -> float:
    return row["old"] - facts.rate * row["g"]


def _momentum(row: Printed, facts: Facts) -> float:
    return row["old"] - facts.rate * row["v"]


def _nesterov(row: Printed, facts: Facts) -> float:
    return row["old"] - facts.rate * (row["g"] + facts.hyper.momentum * row["v"])


def _adagrad(row: Printed, facts: Facts) -> float:
    return row["old"] - facts.rate * row["g"] / (sqrt(row["s"]) + 1e-10)


def _rmsprop(row: Printed, facts: Facts) -> float:
    return row["old"] - facts.rate * row["g"] / (sqrt(row["s"]) + 1e-8)


def _adam(row: Printed, facts: Facts) -> float:
    m, s = facts.corrected(row["m"], facts.hyper.beta1), facts.corrected(row["s"], facts.hyper.beta2)
    return row["old"] - facts.rate * m / (sqrt(s) + 1e-8)


def _adamw(row: Printed, facts: Facts) -> float:
    shrinks = facts.rate * facts.hyper.weight_decay * row["decays"]
    return _adam({**row, "old": row["old"] * (1 - shrinks)}, facts)


_V = {"velocity": "v"}
_MEANS = {"mean": "m", "square_mean": "s"}
_ADAM = (
    "m̂ = m / (1 − {b1}{t}), ŝ = s / (1 − {b2}{t})   ·   "
    "m = {b1} · m before + {r1} · {g}, s = {b2} · s before + {r2} · {g}²"
)
RULES: dict[str, Rule] = {
    "sgd": Rule("new = old − {eta} · {g}", "", _sgd, {}),
    "momentum": Rule("new = old − {eta} · v", "v = {mu} · v before + {g}", _momentum, _V),
    "nesterov": Rule(
        "new = old − {eta} · ({g} + {mu} · v)", "v = {mu} · v before + {g}", _nesterov, _V
    ),
    "adagrad": Rule(
        "new = old − {eta} · {g} / (√s + 10⁻¹⁰)", "s = s before + {g}²", _adagrad,
        {"square_sum": "s"}, divides=True,
    ),
    "rmsprop": Rule(
        "new = old − {eta} · {g} / (√s + 10⁻⁸)", "s = {alpha} · s before + {rest} · {g}²", _rmsprop,
        {"square_mean": "s"}, divides=True,
    ),
    "adam": Rule(
        "new = old − {eta} · m̂ / (√ŝ + 10⁻⁸)", _ADAM, _adam, _MEANS, divides=True
    ),
    "adamw": Rule(
        "new = old · (1 − {eta} · {decay}) − {eta} · m̂ / (√ŝ + 10⁻⁸)",
        "biases do not shrink   ·   " + _ADAM, _adamw, _MEANS,
        divides=True, decays=True,
    ),
}  # fmt: skip
