"""How experiments differ, setting by setting, in the few words of a title or of a column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bplab.experiment.rules import Choice, Flag, Whole
from bplab.experiment.settings import Setting, settings_of
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.initializers import INITIALIZERS
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.schedules import SCHEDULES
from bplab.numerals import minus, plain

NAMED = 2  # differences that a title names
MOST_COLUMNS = 4
SYMBOLS = {"learning_rate": "η", "momentum": "μ", "beta1": "β₁", "beta2": "β₂", "alpha": "α"}
PRUNING = "l1_prune"


@dataclass(frozen=True)
class Trait:
    """Something in which experiments may differ; its value is None where it does not apply."""

    key: str
    heading: str
    help: str
    value: Callable[[Experiment], Any]
    text: Callable[[Experiment], str]  # in a column
    phrase: Callable[[Experiment, Experiment], str]  # before, after: in a title

    def differs(self, one: Experiment, other: Experiment) -> bool:
        """Whether it differs; something that applies to one of them only does not."""
        before, after = self.value(one), self.value(other)
        return before is not None and after is not None and before != after


def differences(before: Experiment, after: Experiment) -> tuple[str, ...]:
    """The keys of the traits in which two experiments differ."""
    return tuple(trait.key for trait in TRAITS if trait.differs(before, after))


def title_of(before: Experiment, after: Experiment) -> str:
    """Name an experiment by what differs from another: `η 0.1`, `tanh to ReLU`; empty if nothing does."""
    if SET.differs(before, after):  # the rest follows from it
        return after.data.row.title
    phrases = [trait.phrase(before, after) for trait in TRAITS if trait.differs(before, after)]
    more = [f"+{len(phrases) - NAMED}"] if len(phrases) > NAMED else []
    return ", ".join([*phrases[:NAMED], *more])


def columns_for(specs: Sequence[Experiment]) -> tuple[Trait, ...]:
    """The traits to show side by side: those in which any two differ, then the usual ones.

    Empty if more differ than there is room for.
    """
    apart = [trait for trait in TRAITS if any(trait.differs(specs[0], spec) for spec in specs[1:])]
    if len(apart) > MOST_COLUMNS:
        return ()
    usual = [trait for trait in USUAL if trait not in apart]
    chosen = [*apart, *usual[: MOST_COLUMNS - len(apart)]]
    return tuple(sorted(chosen, key=TRAITS.index))


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else plain(value)


def word(title: str) -> str:
    """A title within a line: tanh, but ReLU."""
    return title.lower() if title.capitalize() == title else title


def _one_of(values: Sequence[Any]) -> Any:
    """What all layers have in common, else all of their values; None without any."""
    return None if not values else values[0] if len(set(values)) == 1 else tuple(values)


def _layered(key: str, heading: str, declared: str, word: Callable[[Any], str], phrase: str) -> Trait:
    """A setting of the hidden layers; `phrase` has a place for before and one for after."""

    def value(spec: Experiment) -> Any:
        return _one_of([getattr(layer, key) for layer in spec.layers])

    def text(spec: Experiment) -> str:
        words = [word(getattr(layer, key)) for layer in spec.layers]
        return "–" if not words else words[0] if len(set(words)) == 1 else "-".join(words)

    return Trait(
        key, heading, declared, value, text, lambda one, two: phrase.format(before=text(one), after=text(two))
    )


def _penalty(key: str, heading: str) -> Trait:
    def value(spec: Experiment) -> tuple[float, bool]:
        kind = spec.regularization
        rate = spec.regularization_rate if kind in (key, f"{key}_prune") else 0.0
        return rate, kind == PRUNING and rate > 0

    def text(spec: Experiment) -> str:
        rate, prunes = value(spec)
        return plain(rate) + (", pruning" if prunes else "")

    def phrase(_before: Experiment, after: Experiment) -> str:
        return f"{heading} {text(after)}" if value(after)[0] else f"no {heading}"

    help_text = f"The strength λ of the {heading} penalty on the weights; 0 means none."
    return Trait(key, heading, help_text, value, text, phrase)


def _declared(path: str, declared: Setting) -> Trait:
    """A setting that needs no words of its own."""
    name = path.rpartition(".")[2]
    heading = SYMBOLS.get(name, declared.title)

    def value(spec: Experiment) -> Any:
        part = spec.data if path.startswith("data.") else spec
        return getattr(part, name) if _is_used(name, spec) else None

    def text(spec: Experiment) -> str:
        return _value_text(declared, value(spec))

    def phrase(_before: Experiment, after: Experiment) -> str:
        found, shown = value(after), text(after)
        if isinstance(declared.rule, Flag):
            return f"{'' if found else 'no '}{word_of(heading)}"
        alone = name in TOLD_BY_VALUE or (isinstance(declared.rule, Whole) and declared.rule.zero == shown)
        return shown if alone else f"{word_of(heading)} {word(shown)}"

    return Trait(path, heading, declared.tip, value, text, phrase)


TOLD_BY_VALUE = {"optimizer", "loss"}
_CONDITIONAL = {name for row in OPTIMIZERS.values() for name in row.uses}
_CONDITIONAL |= {name for row in SCHEDULES.values() for name in row.uses}


def _is_used(name: str, spec: Experiment) -> bool:
    """Whether a setting has any effect."""
    used = OPTIMIZERS[spec.optimizer].uses, SCHEDULES[spec.schedule].uses
    return name not in _CONDITIONAL or any(name in names for names in used)


def word_of(heading: str) -> str:
    """A heading within a line: `momentum`, but `L2`."""
    return heading[0].lower() + heading[1:] if heading[1:2].islower() else heading


def _value_text(declared: Setting, value: Any) -> str:
    rule = declared.rule
    if value is None:
        return "–"
    if isinstance(rule, Flag):
        return "yes" if value else "no"
    if isinstance(rule, Choice):
        return str(rule.table[value].title)
    if isinstance(rule, Whole) and rule.zero and not value:
        return rule.zero
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return value or "none" if isinstance(value, str) else _number(value)


def _start_text(spec: Experiment) -> str:
    return f"{len(spec.start)} set" if spec.start else "drawn"


def _short_init(name: str) -> str:
    return str(INITIALIZERS[name].title).replace(" / Glorot", "")


def _activation(name: str) -> str:
    return word(ACTIVATIONS[name].title)


_ALL = {
    **{name: _declared(name, declared) for name, declared in settings_of(Experiment)},
    **{f"data.{name}": _declared(f"data.{name}", declared) for name, declared in settings_of(DataSpec)},
}
_TIPS = {name: declared.tip for name, declared in settings_of(Layer)}
_F = _layered("activation", "f", _TIPS["activation"], _activation, "{before} to {after}")
_NEURONS = Trait(
    "hidden", "Neurons", "The number of neurons in each hidden layer.", lambda spec: spec.hidden,
    lambda spec: spec.hidden or "none",
    lambda _before, after: f"{after.hidden} neurons" if after.layers else "no hidden layer",
)  # fmt: skip
_OUTPUT = Trait(
    "output", "Output", "Activation and initial weights of the output layer.", lambda spec: spec.output,
    lambda spec: _activation(spec.output.activation),
    lambda before, after: _activation(after.output.activation) + " output"
    if before.output.activation != after.output.activation else "output layer",
)  # fmt: skip
_START = Trait(
    "start", "Initial weights", "Initial weights set by hand.", lambda spec: dict(spec.start), _start_text,
    lambda _before, _after: "initial weights",
)  # fmt: skip
SET = replace(
    _ALL.pop("data.name"), value=lambda spec: (spec.data.name, spec.data.own),
    text=lambda spec: spec.data.row.title, phrase=lambda _before, after: after.data.row.title,
)  # fmt: skip
USUAL = (_ALL.pop("learning_rate"), _ALL.pop("optimizer"), _F, _penalty("l2", "L2"), _NEURONS)

TRAITS: tuple[Trait, ...] = (
    SET,
    *USUAL,
    _penalty("l1", "L1"),
    _layered("init", "Initial weights", _TIPS["init"], _short_init, "{after} weights"),
    _layered("gain", "Gain", _TIPS["gain"], plain, "gain {after}"),
    _layered("bias", "Initial bias", _TIPS["bias"], lambda value: minus(f"{value:g}"), "bias {after}"),
    _layered("dropout", "Dropout", _TIPS["dropout"], plain, "dropout {after}"),
    _layered("groups", "Groups", "Blocks of connections.", lambda groups: str(len(groups)), "other groups"),
    _OUTPUT,
    _START,
    *(trait for name, trait in _ALL.items() if not name.startswith("regularization")),
)
