"""A formula sheet: the worked example's digits, lines that close as printed, and what it refuses."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.presets import preset
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.explain.formula_sheet.closing import digits_of
from bplab.explain.formula_sheet.heading import heading_of
from bplab.explain.formula_sheet.making import make_sheet
from bplab.training.replay import replay
from bplab.training.trainer import Trainer

WORKED = """
    0.3775 0.5932699921 0.3925 0.5968843783 1.1059059671 0.7513650696 1.224921404 0.7729284653
    0.274811083 0.023560026 0.298371109
    0.1868156018 0.13849856163 0.1755100528 −0.03809823652 0.036350306 0.241300709 0.008771355 0.0413703226
    0.240613417 0.0099542547
    0.0821670406 0.082667628 −0.022602540 −0.022740242 0.000438568 0.0008771355 0.0004977127 0.0009954255
    0.358916480 0.408666186 0.511301270 0.561370121 0.149780716 0.199561432 0.249751144 0.299502287
"""  # as in the design's picture
SMALL = Experiment(data=DataSpec("gauss", points=40), layers=(Layer(3, "tanh"),), batch_size=5)
CASES = {
    "worked example": preset("worked-example"),
    "with biases": preset("worked-example-biases"),
    "circle": preset("circle"),
    "spiral": preset("spiral"),
    "iris": preset("iris"),
    "encoder": preset("encoder"),
    "one hidden neuron": preset("one-hidden-neuron"),
    "single precision": preset("circle").but(dtype="float32"),
    "penalty": SMALL.but(batch_size=1, regularization="l2", regularization_rate=0.1),
    "sum": SMALL.but(reduction="sum"),
    "saturated": SMALL.but(start={"b2[1]": 12.0}),
    "no hidden layer": SMALL.but(layers=()),
} | {
    loss: SMALL.but(loss=loss, output=Output(output), layers=(Layer(3, hidden), Layer(2, "sigmoid")))
    for loss, output, hidden in (
        ("mse", "tanh", "relu"), ("mae", "sigmoid", "leaky_relu"), ("huber", "identity", "softplus"),
        ("half_squared", "identity", "gelu"),
    )
}  # fmt: skip
FUNCTIONS = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)), "tanh": math.tanh, "relu": lambda z: max(z, 0.0),
    "identity": lambda z: z, "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "softplus": lambda z: math.log(1 + math.exp(z)),
    "gelu": lambda z: z / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
}  # fmt: skip


def sheet_of(spec, decimals=9, steps=3, example=1):
    trainer = Trainer(spec)
    replay(trainer, steps)
    start = trainer.next_step()
    sheet = make_sheet(start, example)
    return start, sheet, digits_of(sheet.equations, decimals)


def number(text):
    return float(text.replace("−", "-"))


def printed_value(line, digits):
    """Work out what is printed, as a reader would, with Python's own arithmetic."""
    text = "".join(piece if isinstance(piece, str) else f"({digits.write(piece)})" for piece in line.pieces)
    text = re.sub(r"\|(.*?)\|", r"abs(\1)", text).replace("½ ", "0.5*").replace("²", "**2")
    text = re.sub(r"(\d) \(", r"\1*(", text)
    text = text.replace("−ln ", "−log").replace("×", "*").replace("÷", "/").replace("−", "-")
    return eval(re.sub(r"log\(1 - (\(.*?\))\)", r"log(1 - \1)", text), {"log": math.log, "abs": abs})


def last_digit(text):
    return 10.0 ** -len(text.partition(".")[2])


@pytest.fixture(params=CASES)
def case(request):
    return CASES[request.param]


@pytest.mark.parametrize("decimals", [9, 4])
def test_every_line_with_numbers_gives_its_result_to_the_last_digit(case, decimals):
    _, sheet, digits = sheet_of(case, decimals)
    written = [line for line in sheet.equations if line.pieces]
    assert len(written) >= 5
    for line in written:
        result = digits.write(line.result)
        assert abs(printed_value(line, digits) - number(result)) <= 0.5 * last_digit(result), line.symbols


@pytest.mark.parametrize("decimals", [9, 4])
def test_every_output_is_the_activation_of_the_printed_sum(case, decimals):
    start, sheet, digits = sheet_of(case, decimals)
    for layer, settings in enumerate(start.build.shape.layers, 1):
        for unit in range(1, start.build.shape.sizes[layer] + 1):
            z, a = (digits.write(sheet.names[f"{letter}{layer}_{unit}"]) for letter in "za")
            if settings.activation in FUNCTIONS:
                assert abs(FUNCTIONS[settings.activation](number(z)) - number(a)) <= 0.5 * last_digit(a)


def test_results_are_those_of_the_run_or_of_the_printed_digits_next_to_them(case):
    _, sheet, digits = sheet_of(case)
    for line in sheet.equations:
        found = number(digits.write(line.result))
        near = (
            1e-5 * max(abs(line.result.value), 1) if digits.by_hand else last_digit(digits.write(line.result))
        )
        assert abs(found - line.result.value) <= near


def test_the_worked_example_has_the_digits_of_the_picture():
    start, sheet, digits = sheet_of(CASES["worked example"], steps=0, example=0)
    assert [digits.write(line.result) for line in sheet.equations] == WORKED.split()
    assert not digits.by_hand
    heading = heading_of(start, 0, sheet, digits)
    assert heading.subtitle.endswith("sigmoid in both layers · half squared error · η = 0.5 · biases frozen")
    assert (f"{sheet.after[0]:.9f}", f"{sheet.after[1]:.9f}") == ("0.291027774", "0.007343335")


def test_a_deep_network_is_calculated_with_the_printed_digits_and_says_so():
    start, sheet, digits = sheet_of(CASES["spiral"])
    assert digits.by_hand
    results = [digits.write(line.result) for line in sheet.equations]
    assert max(len(text.partition(".")[2]) for text in results) <= 12
    note = heading_of(start, 0, sheet, digits).notes[1]
    assert note.startswith("They follow from the numbers printed; the run's own differ by up to")


def test_the_step_that_follows_is_the_one_the_run_makes(case):
    start, sheet, _ = sheet_of(case)
    if start.spec.dtype == "float32":
        return
    trainer = Trainer(case)
    replay(trainer, 4)
    W, _ = trainer.weights[0]
    new = {row.latex: row.new.result.value for row in sheet.updates}
    frozen = start.build.layout.frozen(start.spec.frozen)
    assert len(new) == start.build.layout.size - (0 if frozen is None else int(frozen.sum()))
    np.testing.assert_allclose(new["w^{1}_{11}"], W[0, 0], rtol=1e-12)


REFUSED = {
    "digits": (preset("digits"), "has room for 300 parameters"),
    "skip": (SMALL.but(skip=True), "fully connected layers"),
    "dropout": (SMALL.but(layers=(Layer(3, dropout=0.5),)), "without dropout"),
    "softmax": (SMALL.but(output=Output("softmax"), loss="mse"), "with categorical cross-entropy"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_sheet_can_be_made_of_is_refused_in_a_sentence(name):
    spec, sentence = REFUSED[name]
    with pytest.raises(UserError, match=sentence):
        make_sheet(Trainer(spec).next_step(), 0)


def test_a_step_that_is_not_finite_is_refused():
    start = Trainer(SMALL).next_step()
    broken = replace(start, parameters=np.full_like(start.parameters, np.inf))
    with pytest.raises(UserError, match="not finite"):
        make_sheet(broken, 0)


def test_an_output_that_is_exactly_wrong_has_a_loss_that_does_not_close():
    spec = SMALL.but(start={"b2[1]": 60.0})
    start, sheet, digits = sheet_of(spec, decimals=4, steps=0, example=0)
    wrong = next(each for each in range(5) if start.build.targets[start.batch[each]] == 0)
    _, sheet, digits = sheet_of(spec, decimals=4, steps=0, example=wrong)
    open_lines = [line for line in sheet.equations if not digits.closes(line)]
    assert [line.result.latex for line in open_lines] == [r"\ell"]
