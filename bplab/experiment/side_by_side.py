"""Two experiments side by side in words: what each has of what differs, and what became of it."""

from collections.abc import Iterable

from bplab.experiment.differences import SET, TRAITS, Trait, word, word_of
from bplab.experiment.spec import Experiment

NAMED = 2  # differences that are told; the others are counted
TOLD_BY_VALUE = {"data.name", "optimizer", "loss", "activation"}
TITLES = {"data.name", "optimizer"}  # whose values keep their capitals within a line


def on_each_side(left: Experiment, right: Experiment) -> str:
    """Say what each has: `η 0.03 on the left, 0.1 on the right`; empty if nothing differs."""
    return _listed(
        f"{_name(trait)}{_value(trait, left)} on the left, {_value(trait, right)} on the right"
        for trait in _differing(left, right)
    )


def what_changed(before: Experiment, after: Experiment) -> str:
    """Say what became of what differs: `η 0.03 to 0.1`; empty if nothing does."""
    return _listed(
        f"{_name(trait)}{_value(trait, before)} to {_value(trait, after)}"
        for trait in _differing(before, after)
    )


def what_it_has(spec: Experiment, other: Experiment) -> str:
    """Say what an experiment has where another has something else: `η 0.03`; empty if nothing differs."""
    return _listed(f"{_name(trait)}{_value(trait, spec)}" for trait in _differing(spec, other))


def _differing(one: Experiment, other: Experiment) -> list[Trait]:
    """What differs; of other data the rest follows."""
    found = [trait for trait in TRAITS if trait.differs(one, other)]
    return [SET] if SET.differs(one, other) else found


def _name(trait: Trait) -> str:
    return "" if trait.key in TOLD_BY_VALUE else f"{word_of(trait.heading)} "


def _value(trait: Trait, spec: Experiment) -> str:
    text = trait.text(spec)
    return text if trait.key in TITLES else word(text)


def _listed(phrases: Iterable[str]) -> str:
    told = list(phrases)
    more = [f"{len(told) - NAMED} more"] if len(told) > NAMED else []
    return "; ".join([*told[:NAMED], *more])
