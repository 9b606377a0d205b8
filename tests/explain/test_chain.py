"""The chain of a parameter is the step that the run makes, and what differences say of the loss."""

from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.experiment.parameters import parse_parameter
from bplab.experiment.presets import preset
from bplab.experiment.spec import HIDDEN_ACTIVATIONS, DataSpec, Experiment, Layer, Output
from bplab.explain.chain import explain
from bplab.explain.facts import facts_of
from bplab.explain.lines import Sum
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.nn.network import loss_of
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.kernel.book import book_layers


def close(found, wanted, relative, absolute=0.0):
    return isclose(found, wanted, rel_tol=relative, abs_tol=absolute) or found == wanted


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_value_and_update_are_those_of_the_step_that_training_makes(runs, variant, optimizer):
    trainer, trace = runs.traced(variant.but(optimizer=optimizer), steps=5)
    before, layout = trainer.parameters, trainer.build.layout
    trainer.run(steps=1)
    after, gradient, loss = trainer.parameters, trainer.gradient, trainer.last_row[0]
    tiny = 1e-12 if variant.dtype == "float64" else 1e-5
    for parameter in runs.parameters_of(trainer):
        found, at = facts_of(explain(trace, parameter, 2)), layout.index(parameter)
        assert (found["parameter"], found["step"], found["value"]) == (parameter.name, 5, before[at])
        assert close(found["new_value"], after[at], tiny, tiny)
        assert close(found["update"], after[at] - before[at], tiny, tiny)
        assert close(found["gradient"], gradient[at], tiny, tiny)
        assert close(found["loss"], loss, tiny)
        each = np.mean if variant.reduction == "mean" else np.sum
        assert close(each(found["contributions"]), found["gradient"], tiny, tiny)
        assert close(found["contributions"][2], found["delta"] * found["activation"], tiny)
        assert (found["activation"] == 1) or parameter.source is not None


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_line_comes_to_its_result_and_one_name_is_one_number(runs, variant, optimizer):
    trainer, trace = runs.traced(variant.but(optimizer=optimizer), steps=3)
    tiny = 1e-9 if variant.dtype == "float64" else 2e-5
    for parameter in list(runs.parameters_of(trainer))[::3]:
        numbers = {}
        for line in runs.lines_of(explain(trace, parameter, 1)):
            values = [quantity.value for quantity in line.given]
            with np.errstate(all="ignore"):
                assert close(line.work_out(values), line.result.value, tiny, tiny), line
            for quantity in (*line.given, line.result):
                known = numbers.setdefault(quantity.name, quantity.value)
                assert close(known, quantity.value, tiny, tiny), quantity


def test_a_line_with_its_strongest_terms_comes_to_the_same(runs):
    line = runs.chain_of(preset("digits"), "W1[29,3]").forward[0]
    shorter = line.strongest(8)
    assert (len(line.terms), len(shorter.terms)) == (65, 8)
    assert shorter.terms[-1].factors[0].name.plain == "(58 more, together)"
    sizes = [abs(term.value) for term in shorter.terms[:-1]]
    assert sizes == sorted((abs(term.value) for term in line.terms), reverse=True)[:7]
    found = shorter.work_out([quantity.value for quantity in shorter.given])
    assert found == pytest.approx(line.result.value, rel=1e-12)
    assert line.strongest(65) is line


def names(lines):
    return [line.result.name.plain for line in lines]


def test_a_weight_of_the_first_layer_has_every_path_behind_it(runs):
    chain = runs.chain_of(runs.base, "W1[2,3]")
    assert names(chain.forward) == ["z1[3]", "a1[3]"]
    each = [name for unit in (1, 2, 3) for name in (f"∂ℓ/∂a2[{unit}]", f"f′(z2[{unit}])", f"δ2[{unit}]")]
    assert names(chain.backward) == ["δ3[1]", *each, "∂ℓ/∂a1[3]", "f′(z1[3])", "δ1[3]"]
    share = next(line for line in chain.backward if line.result.name.plain == "∂ℓ/∂a1[3]")
    assert [factor.name.plain for term in share.terms for factor in term.factors] == [
        "W2[3,1]", "δ2[1]", "W2[3,2]", "δ2[2]", "W2[3,3]", "δ2[3]",
    ]  # fmt: skip
    plain, ruled = chain.share
    assert [factor.name.plain for factor in plain.given] == ["δ1[3]", "x[2]"]
    assert [factor.name.plain for factor in ruled.given] == [
        "∂ℓ/∂a1[3]", "∂a1[3]/∂z1[3]", "∂z1[3]/∂W1[2,3]"
    ]  # fmt: skip


def test_where_output_and_loss_cancel_it_is_said(runs):
    assert runs.chain_of(runs.base, "b3[1]").backward[0].note == "output and loss together give a - t"
    squared = runs.chain_of(preset("worked-example"), "W2[1,2]")
    assert names(squared.backward) == ["∂ℓ/∂a2[2]", "f′(z2[2])", "δ2[2]"]
    assert not any(line.note for line in squared.backward)


def test_a_link_from_the_inputs_is_named_by_the_input(runs):
    chain = runs.chain_of(runs.base.but(skip=True), "W3[4,1]")
    assert chain.share[0].given[1].name.plain == "x[1]"
    assert chain.activation == chain.trace.x[0, 0]


def test_only_what_is_connected_is_added_up(runs):
    spec = runs.base.but(layers=(Layer(4, groups=((1, 2), (1, 2))),))
    forward = runs.chain_of(spec, "W1[2,3]").forward[0]
    assert [term.factors[0].name.plain for term in forward.terms] == ["W1[2,3]", "b1[3]"]


def test_a_silenced_neuron_says_so(runs):
    spec = runs.base.but(layers=(Layer(4, "tanh", dropout=0.5),))
    trace = runs.traced(spec)[1]
    example, unit = np.argwhere(trace.start.masks[0] == 0)[0]
    chain = explain(trace, parse_parameter(f"W1[1,{unit + 1}]"), int(example))
    assert "dropped out for this example" in (chain.forward[-1].note, chain.backward[-1].note)
    assert (chain.forward[-1].result.value, chain.delta) == (0, 0)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"frozen": ("W1",)}, "frozen"),
        ({"regularization": "l1_prune", "regularization_rate": 100.0, "learning_rate": 1.0}, "pruned"),
        ({"learning_rate": 0.0}, "W1[1,1] stays"),
        ({}, "so W1[1,1] grows"),
    ],
)
def test_the_last_line_says_what_becomes_of_the_parameter(runs, settings, said):
    chain = runs.chain_of(runs.base.but(start={"W1[1,1]": 0.01}, **settings), "W1[1,1]")
    falls = chain.trace.updates[0][0][0, 0] < 0
    assert said.replace("grows", "falls" if falls else "grows") in chain.update[-1].note
    assert chain.update[-1].result.value == chain.trace.parameters[0][0][0, 0]


def test_examples_that_give_nothing_are_counted(runs):
    [line] = runs.chain_of(preset("zero-start"), "W1[2,1]").batch
    assert (line.terms, line.result.value, line.note) == ((), 0, "each gives 0")
    chain = runs.chain_of(preset("dying-relu"), "W1[2,1]", steps=3)
    [line], given = chain.batch, np.flatnonzero(chain.contributions) + 1
    assert [term.factors[0].name.plain for term in line.terms] == [f"example {number}" for number in given]
    assert line.note == f"the other {32 - len(given)} give 0"


SLOTS = {
    "sgd": [], "momentum": ["v"], "nesterov": ["v"], "adagrad": ["s", "r"], "rmsprop": ["s", "r"],
    "adam": ["m", "s", "m̂", "ŝ", "r"], "adamw": ["m", "s", "m̂", "ŝ", "r"],
}  # fmt: skip


@pytest.mark.parametrize("optimizer", SLOTS)
def test_an_optimizer_shows_what_it_remembers(runs, optimizer):
    spec = runs.base.but(
        optimizer=optimizer, regularization="l2", regularization_rate=0.1, clip=0.1, schedule="warmup"
    )
    weight, bias = (runs.chain_of(spec, name, steps=4) for name in ("W1[1,1]", "b1[1]"))
    slots = SLOTS[optimizer]
    assert names(weight.update) == ["penalty", "c", "g", "η", *slots, "step", "new W1[1,1]"]
    assert names(bias.update) == ["c", "g", "η", *slots, "step", "new b1[1]"]
    given = [quantity.name.plain for line in weight.update for quantity in line.given]
    assert ("decay" in given) == (optimizer == "adamw")


SQUARES = [name for name, loss in LOSSES.items() if loss.outputs is None]
FITTING = st.one_of(
    st.tuples(st.sampled_from(SQUARES), st.sampled_from(list(ACTIVATIONS))),
    st.sampled_from([("binary_cross_entropy", "sigmoid"), ("categorical_cross_entropy", "softmax")]),
)
LAYERS = st.lists(
    st.builds(
        Layer, st.integers(1, 4), st.sampled_from(list(HIDDEN_ACTIVATIONS)), bias=st.floats(-0.5, 0.5),
        dropout=st.sampled_from([0.0, 0.4]),
    ),
    max_size=3,
)  # fmt: skip
NETS = st.builds(
    lambda layers, fitting, **others: Experiment(
        data=DataSpec("gauss", points=20, noise=30, train_percent=100),
        layers=layers, loss=fitting[0], output=Output(fitting[1]), batch_size=4, **others,
    ),
    LAYERS, FITTING, skip=st.booleans(), seed=st.integers(0, 10**6),
    reduction=st.sampled_from(["mean", "sum"]),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(NETS, st.data())
def test_gradients_are_the_slopes_of_the_loss_by_differences(runs, spec, data):
    trainer, trace = runs.traced(spec)
    parameter = data.draw(st.sampled_from(list(runs.parameters_of(trainer))))
    example = data.draw(st.integers(0, 3))
    chain, start = explain(trace, parameter, example), trace.start
    layout, masks = start.build.layout, [*start.masks, None]

    def loss_at(shift, rows):
        moved = start.parameters.copy()
        moved[layout.index(parameter)] += shift
        dropout = [None if mask is None else mask[rows] for mask in masks]
        X, T = trace.x[rows], trace.target[rows]
        return loss_of(book_layers(layout, moved), X, T, spec.loss, spec.reduction, dropout, spec.skip)

    def slope(rows):
        h = 1e-5
        back, here, ahead = (loss_at(by * h, rows) for by in (-1, 0, 1))
        bend = (ahead - 2 * here + back) / h  # large where a kink lies between, even in the very middle
        return (ahead - back) / (2 * h), abs(bend)

    for rows, found in (
        (slice(None), facts_of(chain)["gradient"]),
        (slice(example, example + 1), float(chain.contributions[example])),
    ):
        wanted, bend = slope(rows)
        assert found == pytest.approx(wanted, rel=1e-7, abs=bend + 1e-8)


def test_a_chain_of_a_layer_512_wide_is_made_at_once(runs):
    spec = Experiment(layers=(Layer(512), Layer(512)), batch_size=4)
    chain = runs.chain_of(spec, "W2[1,1]")
    assert isinstance(chain.forward[0], Sum)
    assert len(chain.forward[0].terms) == 513
    assert len(runs.chain_of(spec, "W1[1,1]").backward) == 1 + 3
