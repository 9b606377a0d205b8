"""Parameters have the names of the formulas, counted from 1."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.experiment.parameters import PATTERN, Parameter, parse_block, parse_parameter


@given(st.integers(0, 998), st.one_of(st.none(), st.integers(0, 9998)), st.integers(0, 9998))
def test_every_name_leads_back_to_its_parameter(layer, source, unit):
    parameter = Parameter(layer, source, unit)
    assert parse_parameter(parameter.name) == parameter
    assert re.fullmatch(PATTERN, parameter.name)
    assert parse_block(parameter.name) is None


@pytest.mark.parametrize(
    "name", ["W1[0,1]", "W0[1,1]", "W1[1]", "b1[1,2]", "W1", "b1", "w1[1,1]", "W1[1,1] ", "W[1,1]"]
)
def test_what_names_no_parameter_is_refused(name):
    with pytest.raises(ValueError, match=re.escape(name)):
        parse_parameter(name)


def test_whole_blocks():
    assert parse_block("W12") == (11, False)
    assert parse_block("b1") == (0, True)
    assert parse_block("c1") is None


@pytest.mark.parametrize("name", ["W0", "b01", "W1[1]x", "W1[]", "b1[1,2]", "W1[3]"])
def test_the_pattern_refuses_what_names_nothing(name):
    assert not re.fullmatch(PATTERN, name)
