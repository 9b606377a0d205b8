"""Each optimizer's own lines: its state for a parameter, and the step that follows from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np

from bplab.explain.lines import Applied, Line, Named, Sum, product, worked_out
from bplab.explain.names import Name
from bplab.nn.optimizers import Hyper, Optimizer

STEP = Name("step", r"\mathrm{step}")


@dataclass(frozen=True)
class Given:
    """What an optimizer receives for one parameter."""

    w: Named
    g: Named
    eta: Named
    old: Mapping[str, float]  # its state before the step
    new: Mapping[str, float]  # its state after the step
    t: int  # steps, from 1
    hyper: Hyper
    decays: bool  # whether weight decay acts on it

    def remembered(self, slot: str, name: Name) -> tuple[Named, Named]:
        """The state before and after the step."""
        before = Name(f"old {name.plain}", rf"{name.latex}_{{\mathrm{{old}}}}")
        return Named(before, self.old[slot]), Named(name, self.new[slot])


def sgd(given: Given) -> tuple[Line, ...]:
    """SGD.

    Formula: step = -η g
    """
    return (worked_out(STEP, product(given.eta, given.g, minus=True)),)


def momentum(given: Given) -> tuple[Line, ...]:
    """Momentum.

    Formula: v = μ v + g; step = -η v
    """
    velocity = _velocity(given)
    return velocity, worked_out(STEP, product(given.eta, velocity.result, minus=True))


def nesterov(given: Given) -> tuple[Line, ...]:
    """Nesterov momentum.

    Formula: v = μ v + g; step = -η (g + μ v)
    """
    velocity = _velocity(given)
    ahead = product(given.eta, _mu(given), velocity.result, minus=True)
    return velocity, worked_out(STEP, product(given.eta, given.g, minus=True), ahead)


def adagrad(given: Given) -> tuple[Line, ...]:
    """Adagrad.

    Formula: s = s + g²; step = -η g / (√s + 1e-10)
    """
    old, new = given.remembered("square_sum", _S)
    total, root = Sum(new, (product(old), product(given.g, given.g))), _root(new, 1e-10)
    return total, root, worked_out(STEP, product(given.eta, given.g, _under(root), minus=True))


def rmsprop(given: Given) -> tuple[Line, ...]:
    """RMSProp.

    Formula: s = α s + (1 - α) g²; step = -η g / (√s + 1e-8)
    """
    square = _mean_square(given, Name("α", r"\alpha"), given.hyper.alpha)
    root = _root(square.result, 1e-8)
    return square, root, worked_out(STEP, product(given.eta, given.g, _under(root), minus=True))


def adam(given: Given) -> tuple[Line, ...]:
    """Adam, with means that start at 0 and are corrected for it.

    Formula: step = -η m̂ / (√ŝ + 1e-8)
    """
    first, second = Name("β₁", r"\beta_1"), Name("β₂", r"\beta_2")
    mean, square = _mean(given, first, given.hyper.beta1), _mean_square(given, second, given.hyper.beta2)
    m = _corrected(mean, Name("m̂", r"\hat m"), first, given.hyper.beta1, given.t)
    s = _corrected(square, Name("ŝ", r"\hat s"), second, given.hyper.beta2, given.t)
    root = _root(s.result, 1e-8)
    step = worked_out(STEP, product(given.eta, m.result, _under(root), minus=True))
    return mean, square, m, s, root, step


def adamw(given: Given) -> tuple[Line, ...]:
    """AdamW: Adam's step, and -η λ w for a weight."""
    *before, step = adam(given)
    if not given.decays or not isinstance(step, Sum):
        return (*before, step)
    decay = Named(Name("decay", r"\mathrm{decay}"), given.hyper.weight_decay)
    return (*before, worked_out(STEP, product(given.eta, decay, given.w, minus=True), *step.terms))


def lines_of(row: Optimizer, given: Given) -> tuple[Line, ...]:
    """The optimizer's own lines, or a single line by its rule if it has none."""
    return RULES[row.name](given) if row.name in RULES else (_whole(row, given),)


def _whole(row: Optimizer, given: Given) -> Line:
    def rule(w: float, g: float, eta: float) -> float:
        slots = {name: np.array(value) for name, value in given.old.items()}
        new = row.update(np.array(w), np.array(g), slots, given.t, eta, given.hyper, given.decays)
        return float(new) - w

    arguments = given.w, given.g, given.eta
    step = Named(STEP, rule(*(each.value for each in arguments)))
    function = Name(row.title, rf"\mathrm{{{row.title}}}")
    return Applied(step, function, arguments, rule, row.formula)


RULES: dict[str, Callable[[Given], tuple[Line, ...]]] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
}

_S, _ROOT = Name("s", "s"), Name("r", "r")


def _mu(given: Given) -> Named:
    return Named(Name("μ", r"\mu"), given.hyper.momentum)


def _velocity(given: Given) -> Sum:
    old, new = given.remembered("velocity", Name("v", "v"))
    return Sum(new, (product(_mu(given), old), product(given.g)))


def _mean(given: Given, name: Name, memory: float) -> Sum:
    old, new = given.remembered("mean", Name("m", "m"))
    return Sum(new, (product(Named(name, memory), old), product(_rest(name, memory), given.g)))


def _mean_square(given: Given, name: Name, memory: float) -> Sum:
    old, new = given.remembered("square_mean", _S)
    terms = product(Named(name, memory), old), product(_rest(name, memory), given.g, given.g)
    return Sum(new, terms)


def _rest(name: Name, memory: float) -> Named:
    return Named(Name(f"(1 - {name.plain})", f"(1 - {name.latex})"), 1 - memory)


def _corrected(mean: Sum, name: Name, memory: Name, beta: float, t: int) -> Sum:
    """A mean that started at 0, corrected for its bias toward 0."""
    share = Name(f"(1 - {memory.plain}^{t})", f"(1 - {memory.latex}^{{{t}}})")
    under = Named(share, 1 - beta**t, divides=True)
    return worked_out(name, product(mean.result, under))


def _root(square: Named, tiny: float) -> Applied:
    """√s + ε, by which a gradient is divided."""

    def rule(square: float) -> float:
        return sqrt(square) + tiny if square >= 0 else nan

    note = f"√{square.name.plain} + {tiny:.0e}".replace("e-0", "e-")
    function = Name("root", r"\mathrm{root}")
    return Applied(Named(_ROOT, rule(square.value)), function, (square,), rule, note)


def _under(root: Applied) -> Named:
    return root.result._replace(divides=True)
