"""The lines of a parameter's update: penalty, clipping, and the optimizer's own lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np

from bplab.experiment.parameters import Parameter
from bplab.explain.lines import Applied, Line, Named, Sum, product
from bplab.explain.names import BATCH_LOSS, Name, derivative, of_parameter
from bplab.explain.rules import Given, lines_of
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.training.step import Pairs, StepTrace, method_of

RATE = Name("η", r"\eta")
G = Name("g", "g")


@dataclass(frozen=True, eq=False)
class Update:
    """The update of one parameter, read from its trace."""

    trace: StepTrace
    parameter: Parameter

    def of(self, pairs: Pairs) -> float:
        """The parameter's entry in a vector over all parameters."""
        W, b = pairs[self.parameter.layer]
        source, unit = self.parameter.source, self.parameter.unit
        return float(b[unit] if source is None else W[source, unit])

    @property
    def place(self) -> int:
        """The parameter's index in a flat vector."""
        return self.trace.start.build.layout.index(self.parameter)

    @property
    def is_frozen(self) -> bool:
        """Whether it keeps its value regardless of the optimizer."""
        frozen = self.trace.start.build.layout.frozen(self.trace.start.spec.frozen)
        return frozen is not None and bool(frozen[self.place])

    @property
    def old(self) -> Named:
        """The value before the step."""
        return Named(of_parameter(self.parameter), float(self.trace.start.parameters[self.place]))

    @property
    def used(self) -> Named:
        """The gradient that the optimizer receives."""
        return Named(G, self.of(self.trace.used_gradients))

    @property
    def rate(self) -> Named:
        """The learning rate, after the schedule."""
        return Named(RATE, self.trace.start.learning_rate)

    def lines(self) -> Iterator[Line]:
        """From the batch's gradient to the new value."""
        yield from self._gradient()
        if self.is_frozen:
            yield Sum(self._new, (product(self.old),), note="frozen: it keeps its value")
            return
        yield from self._schedule()
        lines = lines_of(OPTIMIZERS[self.trace.start.spec.optimizer], self._given())
        yield from lines
        yield self._moved(lines[-1].result)

    @property
    def _new(self) -> Named:
        name = self.old.name
        new = Name(f"new {name.plain}", rf"\mathrm{{new}}\ {name.latex}")
        return Named(new, self.of(self.trace.parameters))

    def _gradient(self) -> Iterator[Line]:
        """The gradient that the optimizer receives.

        Formula: g = (∂L/∂w + penalty) times the clipping factor
        """
        spec = self.trace.start.spec
        of_loss = Named(derivative(BATCH_LOSS, self.old.name), self.of(self.trace.gradients))
        terms = [product(of_loss)]
        pulls = spec.regularization in {"l1", "l2"} and spec.regularization_rate
        if pulls and self.parameter.source is not None:
            pull = Named(Name("penalty", r"\mathrm{penalty}"), self.of(self.trace.penalty_gradients))
            yield self._penalty(pull)
            terms.append(product(pull))
        factors: tuple[Named, ...] = ()
        if spec.clip:
            clipped = self._clip()
            yield clipped
            factors = (clipped.result,)
        yield Sum(self.used, tuple(terms), factors)

    def _penalty(self, pull: Named) -> Sum:
        spec, w = self.trace.start.spec, self.old
        rate = Named(Name("λ", r"\lambda"), spec.regularization_rate)
        if spec.regularization == "l2":
            return Sum(pull, (product(rate, w),))
        sign = Name(f"sign({w.name.plain})", rf"\operatorname{{sign}} {w.name.latex}")
        return Sum(pull, (product(rate, Named(sign, float(np.sign(w.value)))),))

    def _clip(self) -> Applied:
        """The factor that scales the whole gradient down to the limit."""
        limit, (norm, scaled) = self.trace.start.spec.clip, clip_factor(self.trace)
        length = Named(Name("‖g‖", r"\lVert g\rVert"), norm)
        most = Named(Name("limit", r"\mathrm{limit}"), limit)

        def rule(limit: float, length: float) -> float:
            return min(1.0, limit / (length + 1e-6))

        factor = Named(Name("c", "c"), scaled)
        shortened = "limit / (‖g‖ + 1e-6): the whole gradient is scaled down"
        note = shortened if factor.value < 1 else "1: the norm of the whole gradient is within the limit"
        return Applied(factor, Name("clip", r"\mathrm{clip}"), (most, length), rule, note)

    def _schedule(self) -> Iterator[Line]:
        spec = self.trace.start.spec
        if spec.schedule != "constant" and spec.learning_rate:
            whole = Named(Name("η₀", r"\eta_0"), spec.learning_rate)
            share = Named(Name("schedule", r"\mathrm{schedule}"), self.rate.value / spec.learning_rate)
            yield Sum(self.rate, (product(whole, share),))

    def _given(self) -> Given:
        start = self.trace.start
        old, new = (
            {name: float(slot[self.place]) for name, slot in slots.items()}
            for slots in (start.slots, self.trace.slots)
        )
        hyper, is_weight = method_of(start.spec).hyper, self.parameter.source is not None
        return Given(self.old, self.used, self.rate, old, new, start.step + 1, hyper, is_weight)

    def _moved(self, step: Named) -> Sum:
        """New w = w + step, after pruning."""
        start, w, new = self.trace.start, self.old, self._new
        pull = self._pull()
        stepped = w.value + step.value
        if pull and (start.dead[self.place] or stepped * (stepped - pull.value) < 0):
            return Sum(new, (), note="pruned: the penalty would pull it across 0, so it stays 0")
        terms = (product(w), product(step), *((product(pull, minus=True),) if pull else ()))
        return Sum(new, terms, note=_direction(w, new))

    def _pull(self) -> Named | None:
        """What a penalty that prunes subtracts after the step."""
        start, w = self.trace.start, self.old
        if not PENALTIES[start.spec.regularization].prunes or self.parameter.source is None:
            return None
        value = start.learning_rate * start.spec.regularization_rate * float(np.sign(w.value))
        name = Name(f"η λ sign({w.name.plain})", rf"\eta\lambda\operatorname{{sign}} {w.name.latex}")
        return Named(name, value)


def clip_factor(trace: StepTrace) -> tuple[float, float]:
    """The norm of the whole gradient with its penalty, and the factor that scales it down to the limit."""
    pairs = zip(trace.gradients, trace.penalty_gradients, strict=True)
    both = [found + pull for one, other in pairs for found, pull in zip(one, other, strict=True)]
    norm = sqrt(sum(float(np.square(part, dtype=np.float64).sum()) for part in both))
    return norm, min(1.0, trace.start.spec.clip / (norm + 1e-6))


def _direction(old: Named, new: Named) -> str:
    """The direction in which the parameter moves."""
    if new.value == old.value:
        return f"{old.name.plain} stays"
    return f"so {old.name.plain} {'grows' if new.value > old.value else 'falls'}"
