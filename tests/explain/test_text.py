"""What is printed: a reader's arithmetic comes out, in plain text and in LaTeX."""

import re

import numpy as np
import pytest

from bplab.cli.explain import SIGNS
from bplab.experiment.presets import preset
from bplab.experiment.spec import Layer, Output
from bplab.explain.chain import explain
from bplab.explain.latex import as_latex
from bplab.explain.rules import RULES
from bplab.explain.text import WIDTH, as_text
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.optimizers import OPTIMIZERS

SUM = re.compile(r"= ([-\d.e+·/() ]+) ([=≈]) (-?[\d.]+(?:e[-+]\d+)?)(?=$|  \()")
OUTPUT = re.compile(r"= (\w+)\(([-\d.e+]+)\) ([=≈]) (-?[\d.]+(?:e[-+]\d+)?)$")


def unbroken(text):
    """Each line of a chain on one line."""
    return re.sub(r"\n {4,}", " ", text).splitlines()


def is_last_digit(found, shown):
    mantissa, _, power = shown.partition("e")
    places = len(mantissa.partition(".")[2]) or 9  # a number without rest, such as 0 or -1
    return abs(found - float(shown)) <= 0.500001 * 10.0 ** (int(power or 0) - places)


def checked(text):
    """Work out every sum and every output that is printed; return how many there are, and how many ≈."""
    count = about = 0
    for line in unbroken(text):
        for expression, sign, shown in SUM.findall(line):
            found = eval(expression.replace("·", "*"))
            assert is_last_digit(found, shown) == (sign == "="), line
            count, about = count + 1, about + (sign == "≈")
        for name, z, sign, shown in OUTPUT.findall(line):
            if name in ACTIVATIONS:
                assert sign == "="
                assert is_last_digit(ACTIVATIONS[name].f(np.array([float(z)]))[0], shown), line
                count += 1
    return count, about


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_arithmetic_of_every_printed_line_closes(runs, variant, optimizer):
    trainer, trace = runs.traced(variant.but(optimizer=optimizer), steps=3)
    for parameter in list(runs.parameters_of(trainer))[::4]:
        count, about = checked(as_text(explain(trace, parameter, 1)))
        assert count >= 5
        assert about == 0


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "softmax"])
def test_it_closes_with_every_activation(runs, activation):
    spec = runs.base.but(
        layers=(Layer(3, activation), Layer(2, activation)), loss="mse", output=Output(activation)
    )
    text = as_text(runs.chain_of(spec, "W1[1,1]"))
    assert checked(text)[1] == 0
    assert f"{activation}(z1[1])" in text
    assert f"{activation}′(z1[1])" in text


def test_it_closes_where_gradients_have_nearly_vanished(runs):
    text = as_text(runs.chain_of(preset("ten-sigmoid"), "W1[1,1]", steps=2))
    assert checked(text)[1] == 0
    assert "e-" in text


def test_the_published_digits_of_the_worked_example(runs):
    spec = preset("worked-example")
    near, first = (as_text(runs.chain_of(spec, name)) for name in ("W2[1,1]", "W1[1,1]"))
    for digits in ("0.298371109", "0.751365070", "0.772928465", "0.082167041", "0.358916480"):
        assert digits in near
    for digits in ("0.000438568", "0.149780716"):
        assert digits in first
    news = {"W2[2,1]": 0.408666186, "W2[1,2]": 0.511301270, "W2[2,2]": 0.561370121}
    news |= {"W1[2,1]": 0.19956143, "W1[1,2]": 0.24975114, "W1[2,2]": 0.29950229}
    for name, value in news.items():
        *_, last = unbroken(as_text(runs.chain_of(spec, name)))
        shown = re.search(r"= ([\d.]+)  \(so", last)
        assert float(shown[1]) == pytest.approx(value, abs=5e-9)


def test_a_long_sum_is_broken_between_its_terms(runs):
    text = as_text(runs.chain_of(preset("digits"), "W1[29,3]"))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "(2 more, together)" in text
    assert not re.search(r"^ +[·/]|[·/+-]$", text, re.MULTILINE)


def test_a_diverged_step_shows_what_it_has(runs):
    spec = runs.base.but(layers=(Layer(2, "relu"),), loss="mse", output=Output("identity"), learning_rate=1e3)
    trainer = runs.traced(spec, steps=10**4)[0]
    assert trainer.divergence
    text = as_text(runs.chain_of(spec, "W1[1,1]", steps=trainer.step))
    assert re.search(r"\b(inf|nan)\b", text)
    assert "inf" in as_latex(runs.chain_of(spec, "W1[1,1]", steps=trainer.step))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_latex_is_plain_ascii_and_whole(runs, variant, optimizer):
    spec = variant.but(optimizer=optimizer)
    text = as_latex(runs.chain_of(spec, "W1[2,2]" if variant.layers else "W1[2,1]"))
    assert text.isascii()
    assert re.sub(r"\\[{}]", "", text).count("{") == re.sub(r"\\[{}]", "", text).count("}")
    assert text.count(r"\left(") == text.count(r"\right)")
    assert text.count("$") % 2 == 0
    assert text.count(r"\begin{align*}") == text.count(r"\end{align*}") == 6
    assert not re.search(r"\de[-+]\d", re.sub(r"%.*|\\text\{[^\n]*", "", text))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_it_can_be_written_without_other_letters_than_ascii(runs, variant, optimizer):
    text = as_text(runs.chain_of(variant.but(optimizer=optimizer), "b1[1]"))
    assert text.translate(str.maketrans(SIGNS)).isascii()


@pytest.mark.parametrize("row", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_the_formula_of_an_optimizer_without_lines_of_its_own_can_be_plain_ascii(runs, monkeypatch, row):
    monkeypatch.delitem(RULES, row.name, raising=False)
    chain = runs.chain_of(runs.base.but(optimizer=row.name), "W1[1,1]")
    assert row.formula.replace(" ", "") in re.sub(r"\s", "", as_text(chain))
    assert as_text(chain).translate(str.maketrans(SIGNS)).isascii()
    text = as_latex(chain)
    assert text.isascii()
    assert text.count("$") % 2 == 0
