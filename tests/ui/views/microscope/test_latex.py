"""The little LaTeX of names is read whole."""

import pytest

from bplab.ui.views.microscope.latex import Fraction, Line, Scripted, Text, parse


def letters(node):
    """All that is written, in order."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Scripted):
        return "".join(letters(part) for part in (node.base, node.above, node.below) if part is not None)
    if isinstance(node, Fraction):
        return f"{letters(node.above)}/{letters(node.below)}"
    return "".join(map(letters, node.parts))


@pytest.mark.parametrize(
    ("latex", "wanted"),
    [
        (r"\delta^{(2)}_{3}", "δ23"),
        (r"\frac{\partial L}{\partial w^{(1)}_{1,1}}", "∂L/∂w11,1"),
        (r"\text{over Hidden 1, neuron 3}", "over Hidden 1, neuron 3"),
        (r"\hat m = 1 - a", "m\u0302 = 1 − a"),
    ],
)
def test_a_name_is_read(latex, wanted):
    assert letters(parse(latex)).replace("\u2009", " ") == wanted


def test_layers_stand_over_indices_without_their_brackets():
    [node] = parse(r"w^{(2)}_{13}").parts
    assert isinstance(node, Scripted)
    assert (letters(node.above), letters(node.below)) == ("2", "13")


@pytest.mark.parametrize("latex", [r"\unknown", "{", "a}", r"\frac{a}"])
def test_what_is_no_formula_is_refused(latex):
    with pytest.raises((ValueError, IndexError)):
        parse(latex)


def test_nothing_is_a_line_of_nothing():
    assert parse("") == Line(())
