"""Random experiments, every setting drawn from its own declaration, and the claims of presets."""

import re
import sys
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import strategies as st

from bplab.errors import UserError
from bplab.experiment.parts import SetName
from bplab.experiment.rules import Choice, Flag, Formula, Names, Number, Text, Whole
from bplab.experiment.settings import settings_of
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output

sys.path.insert(0, str(Path(__file__).parent))  # claims.py

STRATEGIES = {
    Number: lambda rule: st.floats(rule.low, rule.high, exclude_min=rule.above_low),
    Whole: lambda rule: st.integers(rule.low, rule.high),
    Flag: lambda _: st.booleans(),
    Choice: lambda rule: st.sampled_from(sorted(rule.table)),
    SetName: lambda rule: st.sampled_from(sorted(rule.table)),
    Names: lambda rule: lists_of(sorted(rule.table) if rule.table else ["W1", "b2", "W1[1,2]", "b10[3]"]),
    Formula: lambda _: st.sampled_from(["sin(x)", "x^2 / 4", "abs(x) - 2"]),
    Text: lambda _: st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=9).filter(
        str.isprintable
    ),
}


def values_for(rule):
    return STRATEGIES[type(rule)](rule)


def lists_of(names):
    return st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)


GROUPS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=3).map(tuple)
STARTS = st.dictionaries(st.sampled_from(["W1[1,1]", "b1[2]", "W3[4,5]"]), st.floats(-100, 100))


@st.composite
def drawn(draw, kind, **given):
    """An object of a spec class; what cannot be is not drawn."""
    values = {name: draw(values_for(setting.rule)) for name, setting in settings_of(kind)} | given
    if "groups" in {item.name for item in fields(kind)}:
        values["groups"] = draw(GROUPS)
    if kind is DataSpec:
        values["validation_percent"] = min(values["validation_percent"], 100 - values["train_percent"])
    return kind(**values)


@st.composite
def experiments(draw):
    """Any experiment that can be written, whether or not it fits together."""
    return draw(
        drawn(
            Experiment,
            data=draw(drawn(DataSpec)),
            layers=tuple(draw(st.lists(drawn(Layer), max_size=4))),
            output=draw(drawn(Output)),
            start=draw(STARTS),
        )
    )


@pytest.fixture(name="experiments", scope="session")
def _experiments():
    return experiments()


@pytest.fixture(name="refused", scope="session")
def _refused():
    """Call something that a user did wrong; return what the user is told."""

    def refused(function, *arguments, **named):
        with pytest.raises(UserError) as caught:
            function(*arguments, **named)
        return str(caught.value)

    return refused


class Claim(NamedTuple):
    """A figure of a run lies above or below a bound, for so many of ten seeds at least."""

    figure: str
    relation: str
    bound: float
    of_ten: int

    def margin(self, value: float) -> float:
        """By what factor the figure keeps its bound; below 1 it does not."""
        over, under = (value, self.bound) if self.relation == ">" else (self.bound, value)
        return over / under if under else np.inf


def read_claim(text: str) -> Claim:
    """Read "figure < bound" or "figure > bound", with or without "for 8 of 10"."""
    figure, relation, bound, of_ten = re.fullmatch(r"(.+) ([<>]) (\S+)(?: for (\d+) of 10)?", text).groups()
    return Claim(figure, relation, float(bound), int(of_ten or 10))


@pytest.fixture
def claim_of():
    """Read a claim of a preset."""
    return read_claim
