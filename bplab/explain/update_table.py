"""The update of every parameter as rows of printed numbers: old, gradient, what the optimizer keeps, new."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isfinite
from typing import Literal, NamedTuple

import numpy as np

from bplab.arrays import Array, Indices, Mask
from bplab.experiment.parameters import Parameter
from bplab.explain.digits import reproduces
from bplab.explain.update_digits import UpdateDigits, digits_of
from bplab.explain.update_rules import Facts, Rule, rule_of, written
from bplab.explain.updates import Update, clip_factor
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.nn.step import join
from bplab.numerals import parsed
from bplab.training.kernel.layout import ParameterLayout
from bplab.training.step import Pairs, StepTrace, method_of

BETWEEN = "   ·   "
RAISES = 8  # decimals that a row may have more than most rows


class Column(NamedTuple):
    """A column of numbers: its key, its heading, and its meaning."""

    key: str
    title: str
    help: str


State = Literal["", "frozen", "pruned"]


class UpdateRow(NamedTuple):
    """A parameter's numbers as they are printed and in full, in the order of the columns."""

    parameter: Parameter
    texts: tuple[str, ...]
    values: tuple[float, ...]
    state: State
    closes: bool


@lru_cache(maxsize=2)
def places_of(layout: ParameterLayout) -> Indices:
    """List the places of the existing parameters in a flat vector: neuron by neuron, then its layer's biases.

    Shapes: (parameters,).
    """
    blocks = layout.blocks(np.arange(layout.size))
    found = np.concatenate([part for block in blocks for part in (block[:-1].T.ravel(), block[-1])])
    connected = layout.connected()
    return found if connected is None else found[connected[found]]


@dataclass(frozen=True, eq=False)
class UpdateTable:
    """Formats rows when they are asked for; a row's number is its place in the list of parameters."""

    trace: StepTrace

    @property
    def rule(self) -> Rule:
        """How the optimizer's step is worked out."""
        return rule_of(OPTIMIZERS[self.trace.start.spec.optimizer])

    @cached_property
    def places(self) -> Indices:
        """The place of each row in a flat vector."""
        return places_of(self.trace.start.build.layout)

    def parameter(self, number: int) -> Parameter:
        """The parameter of a row."""
        layout, place = self.trace.start.build.layout, int(self.places[number])
        layer = bisect_right(layout.offsets, place) - 1
        source, unit = divmod(place - layout.offsets[layer], layout.units[layer])
        return Parameter(layer, None if source == layout.rows[layer] - 1 else source, unit)

    def find(self, parameter: Parameter) -> int | None:
        """The row of a parameter, if it has one."""
        layout = self.trace.start.build.layout
        if parameter.layer >= len(layout.units):
            return None
        found = np.flatnonzero(self.places == layout.index(parameter)).tolist()
        return found[0] if found and self.parameter(found[0]) == parameter else None

    @cached_property
    def facts(self) -> Facts:
        """What all rows have in common."""
        start = self.trace.start
        return Facts(
            written(start.learning_rate),
            "g" if self._gathers else "gradient",
            method_of(start.spec).hyper,
            start.step + 1,
        )

    @property
    def formulas(self) -> tuple[str, str]:
        """How new follows from the columns, and how they follow from the gradient."""
        main, more = self.rule.formulas(self.facts)
        if self._prunes:
            rate = written(self.trace.start.spec.regularization_rate)
            main += f" − {self.facts.eta} · {rate} · sign(old)"
        notes = (
            self._gathering,
            "biases have no penalty" if self._penalty or self._prunes else "",
            more,
            "a weight that the penalty pulls across 0 is pruned" if self._prunes else "",
        )
        return main, BETWEEN.join(filter(None, notes))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns, the first of them the parameter's name."""
        found = [
            Column("parameter", "parameter", "W1[2,3] is the weight from input 2 to neuron 3 of layer 1."),
            Column("old", "old", "The value before the step."),
            Column("gradient", "gradient ∂L/∂w", "The derivative of the batch's loss, without penalty."),
        ]
        if self._gathers:
            found.append(Column("g", "g", f"What the optimizer receives: {self._gathering}."))
        found += [Column(letter, letter, HELP[letter]) for letter in self.rule.letters.values()]
        return *found, Column("new", "new", "The value after the step.")

    def order(self, key: str, *, falling: bool = False) -> Indices:
        """Sort the rows by a column.

        Shapes: (parameters,).
        """
        numbers = np.arange(len(self.places))
        if key != "parameter":
            values = self.values(key)
            return np.argsort(-values if falling else values, kind="stable")
        return numbers[::-1] if falling else numbers

    def values(self, key: str) -> Array:
        """Give a whole column, in the order of the rows.

        Shapes: (parameters,).
        """
        if key in self._pairs:
            return join(self._pairs[key])[self.places]
        flat: Array = self.trace.start.parameters if key == "old" else self._slots[key]
        return flat[self.places]

    def row(self, number: int) -> UpdateRow:
        """Print a row with the decimals with which its arithmetic closes, where it can."""
        parameter = self.parameter(number)
        update = Update(self.trace, parameter)
        values = {column.key: self._value(column.key, update) for column in self.columns[1:]}
        state = self._state(update, values["new"])
        for raised in range(1 if state else RAISES + 1):
            texts = self._print(values, raised)
            closes = bool(state) or self._closes(texts, parameter.source is not None)
            if closes:
                break
        else:
            texts = self._print(values, 0)
        return UpdateRow(parameter, (parameter.name, *texts.values()), tuple(values.values()), state, closes)

    def _state(self, update: Update, new: float) -> State:
        """Say what keeps the rule from acting; a weight other than 0 comes to 0 by pruning alone."""
        if self._frozen is not None and self._frozen[update.place]:
            return "frozen"
        came_to_0 = update.parameter.source is not None and update.old.value and not new
        dead = self.trace.start.dead[update.place]
        return "pruned" if self._prunes and (dead or came_to_0) else ""

    def _print(self, values: Mapping[str, float], raised: int) -> dict[str, str]:
        """Write all numbers of a row; what g is worked out from has more decimals than g."""
        extra = {"gradient": 2 if self._gathers else 0}
        return {
            key: self._digits.write(key, value, raised + extra.get(key, 0)) for key, value in values.items()
        }

    @property
    def _gathers(self) -> bool:
        """Whether the optimizer receives something else than the gradient of the loss."""
        return bool(self._penalty or self.trace.start.spec.clip)

    @property
    def _penalty(self) -> str:
        spec = self.trace.start.spec
        pulls = spec.regularization_rate and not PENALTIES[spec.regularization].prunes
        return spec.regularization if pulls and spec.regularization != "none" else ""

    @property
    def _prunes(self) -> bool:
        spec = self.trace.start.spec
        return bool(PENALTIES[spec.regularization].prunes and spec.regularization_rate)

    @cached_property
    def _clip(self) -> str:
        """The factor by which the whole gradient is scaled down, as it is printed."""
        return f"{clip_factor(self.trace)[1]:.13g}" if self.trace.start.spec.clip else "1"

    @property
    def _gathering(self) -> str:
        """How g follows from the gradient."""
        if not self._gathers:
            return ""
        pull = {"l1": "sign(old)", "l2": "old"}.get(self._penalty, "")
        rate = written(self.trace.start.spec.regularization_rate)
        whole = f"gradient + {rate} · {pull}" if pull else "gradient"
        if self._clip != "1":
            whole = f"{self._clip} · ({whole})" if pull else f"{self._clip} · {whole}"
        return f"g = {whole}"

    @cached_property
    def _frozen(self) -> Mask | None:
        return self.trace.start.build.layout.frozen(self.trace.start.spec.frozen)

    def _value(self, key: str, update: Update) -> float:
        if key in self._pairs:
            return update.of(self._pairs[key])
        return update.old.value if key == "old" else float(self._slots[key][update.place])

    @property
    def _pairs(self) -> Mapping[str, Pairs]:
        trace = self.trace
        return {"gradient": trace.gradients, "g": trace.used_gradients, "new": trace.parameters}

    @property
    def _slots(self) -> Mapping[str, Array]:
        return {letter: self.trace.slots[slot] for slot, letter in self.rule.letters.items()}

    @cached_property
    def _digits(self) -> UpdateDigits:
        start = self.trace.start
        return digits_of(start.parameters, start.spec.dtype, self.facts.rate, divides=self.rule.divides)

    def _closes(self, texts: Mapping[str, str], is_weight: bool) -> bool:
        """Whether the numbers printed give g and the new value as printed."""
        row = {key: _read(text) for key, text in texts.items()}
        row["decays"] = float(is_weight)
        if not all(map(isfinite, row.values())):
            return True  # a run that has diverged
        if self._gathers and not reproduces(self._gathered(row, is_weight), texts["g"]):
            return False
        if self.rule.moved is None:
            return True
        row.setdefault("g", row["gradient"])
        pull = self.facts.rate * self.trace.start.spec.regularization_rate * float(np.sign(row["old"]))
        moved = self.rule.moved(row, self.facts) - (pull if self._prunes and is_weight else 0.0)
        return reproduces(moved, texts["new"])

    def _gathered(self, row: Mapping[str, float], is_weight: bool) -> float:
        pull = {"l1": float(np.sign(row["old"])), "l2": row["old"]}.get(self._penalty, 0.0)
        rate = self.trace.start.spec.regularization_rate
        return float(self._clip) * (row["gradient"] + (rate * pull if is_weight else 0.0))


def _read(text: str) -> float:
    return parsed(text.replace("∞", "inf").replace("not a number", "nan"))


HELP = {
    "v": "The velocity after the step: what is left of earlier gradients, and this one.",
    "m": "The mean of gradients after the step, before it is corrected for its start at 0.",
    "s": "The mean or sum of squared gradients after the step.",
}
