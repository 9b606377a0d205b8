"""What is printed of an update is worked out again: by the formula as it is printed, and by NumPy."""

import re
from dataclasses import replace
from math import sqrt
from unicodedata import normalize

import numpy as np
import pytest

from bplab.experiment.parameters import parse_parameter
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.explain.digits import reproduces
from bplab.explain.update_rules import RULES
from bplab.explain.update_table import BETWEEN, UpdateTable, places_of
from bplab.nn.optimizers import OPTIMIZERS, Optimizer
from bplab.numerals import MINUS, parsed
from bplab.training.step import trace_step

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
SETTINGS = {
    "plain": {},
    "L1": {"regularization": "l1", "regularization_rate": 0.02},
    "L2, clipped": {"regularization": "l2", "regularization_rate": 0.1, "clip": 0.05},
    "clip out of reach": {"clip": 100.0},
    "pruned": {"regularization": "l1_prune", "regularization_rate": 0.05},
    "cosine": {"schedule": "cosine", "schedule_epochs": 3.0},
    "float32": {"dtype": "float32"},
    "odd numbers": {
        "momentum": 0.87654321, "beta1": 0.91234567, "beta2": 0.98765432, "alpha": 0.9123456789,
        "weight_decay": 0.0123456789, "regularization": "l2", "regularization_rate": 0.0123456789,
    },
}  # fmt: skip


def table_of(runs, spec, steps=4):
    return UpdateTable(runs.traced(spec, steps)[1])


def worked_out(formula, row):
    """What a reader gets who follows a formula with the numbers of a row."""
    _, text = normalize("NFD", formula).replace("\u0302", "_hat").split(" = ", 1)
    text = re.sub(
        r"([0-9.]+)([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f"{found[1]}**{found[2].translate(RAISED)}", text
    )
    text = re.sub(r"√(\w+)", r"sqrt(\1)", text).replace("·", "*").replace(MINUS, "-")
    return eval(text, {"sqrt": sqrt, "sign": np.sign}, row)


def read(table, row):
    keys = [column.key for column in table.columns]
    return {key: parsed(text) for key, text in zip(keys[1:], row.texts[1:], strict=True)}


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("optimizer", RULES)
def test_the_formula_with_the_numbers_printed_gives_the_new_value_printed(runs, optimizer, setting):
    spec = runs.base.but(optimizer=optimizer, learning_rate=0.03, **SETTINGS[setting])
    table = table_of(runs, spec)
    main, more = table.formulas
    rows = [row for row in map(table.row, range(len(table.places))) if not row.state]
    for row in rows:
        if row.closes:
            values, bias = read(table, row), row.parameter.source is None
            for part in more.split(BETWEEN):
                for hat in re.findall(r"[ms]\u0302 = [^,]*", normalize("NFD", part)):
                    values[f"{hat[0]}_hat"] = worked_out(hat, values)
                if part.startswith("g = "):
                    g = worked_out(without_penalty(part) if bias else part, values)
                    assert reproduces(g, row.texts[3])
            assert reproduces(worked_out(without_penalty(main) if bias else main, values), row.texts[-1])
    assert sum(not row.closes for row in rows) <= (2 if setting == "float32" else 1)


def without_penalty(formula):
    """The formula of a bias, which neither penalty nor decay acts on."""
    formula = re.sub(r"sign\(old\)|(?<=· )old(?=\)?$)", "0", formula)
    return re.sub(r"old · \(1 [^)]*\)", "old", formula)


def test_every_variant_prints_the_numbers_of_the_step_itself(runs, variant):
    trainer, trace = runs.traced(variant, 3)
    table = UpdateTable(trace)
    trainer.run(steps=1)
    assert len(table.places) == len(list(runs.parameters_of(trainer)))
    for number in range(len(table.places)):
        row = table.row(number)
        layer, source, unit = row.parameter
        W, b = trainer.weights[layer]
        new = float(b[unit] if source is None else W[source, unit])
        assert parsed(row.texts[-1]) == pytest.approx(new, abs=2e-5 if variant.dtype == "float32" else 5.1e-9)
        assert table.find(row.parameter) == number


def test_rows_run_neuron_by_neuron_with_the_biases_after_their_layer(runs):
    spec = Experiment(layers=(Layer(2),), data=DataSpec("circle"))
    table = table_of(runs, spec)
    names = [table.row(number).texts[0] for number in range(len(table.places))]
    assert names == [
        "W1[1,1]", "W1[2,1]", "W1[1,2]", "W1[2,2]", "b1[1]", "b1[2]", "W2[1,1]", "W2[2,1]", "b2[1]",
    ]  # fmt: skip


def test_the_worked_example_is_printed_as_in_the_textbook(runs):
    start = {
        "W1[1,1]": 0.15, "W1[2,1]": 0.2, "W1[1,2]": 0.25, "W1[2,2]": 0.3, "b1[1]": 0.35, "b1[2]": 0.35,
        "W2[1,1]": 0.4, "W2[2,1]": 0.45, "W2[1,2]": 0.5, "W2[2,2]": 0.55, "b2[1]": 0.6, "b2[2]": 0.6,
    }  # fmt: skip
    spec = Experiment(
        data=DataSpec("worked_example"), layers=(Layer(2, "sigmoid"),), loss="half_squared",
        learning_rate=0.5, start=start, frozen=("b1", "b2"),
    )  # fmt: skip
    table = table_of(runs, spec, 0)
    assert table.formulas == ("new = old − 0.5 · gradient", "")
    rows = {table.row(number).texts[0]: table.row(number) for number in range(12)}
    assert rows["W2[1,1]"].texts[1:] == ("0.40000000", "0.082167041", "0.35891648")
    assert rows["W2[1,2]"].texts[1:] == ("0.50000000", "−0.022602540", "0.51130127")
    assert rows["b1[1]"].texts[1:] == ("0.35000000", "0.008771355", "0.35000000")
    assert rows["b1[1]"].state == "frozen"


def test_a_column_sorts_all_rows_and_sorts_back(runs):
    table = table_of(runs, runs.base)
    for key, place in (("gradient", 2), ("new", 3), ("old", 1)):
        values = [table.row(number).values[place - 1] for number in table.order(key).tolist()]
        assert values == sorted(values)
        assert [table.row(n).values[place - 1] for n in table.order(key, falling=True)] == values[::-1]
    assert table.order("parameter", falling=True).tolist() == list(range(len(table.places)))[::-1]


def test_missing_connections_have_no_row(runs):
    trainer, trace = runs.traced(runs.base.but(layers=(Layer(4, groups=((1, 2), (1, 2))),)))
    names = {UpdateTable(trace).row(n).texts[0] for n in range(len(places_of(trainer.build.layout)))}
    assert {"W1[1,1]", "W1[2,3]"} <= names
    assert not {"W1[2,1]", "W1[1,3]"} & names


def test_pruned_weights_say_so_and_stay_0(runs):
    spec = runs.base.but(regularization="l1_prune", regularization_rate=0.8)
    trace = runs.traced(spec, 6)[1]
    table = UpdateTable(trace)
    pruned = [row for row in map(table.row, range(len(table.places))) if row.state == "pruned"]
    assert pruned
    assert all(parsed(row.texts[-1]) == 0 and row.parameter.source is not None for row in pruned)


def test_numbers_of_a_diverged_run_are_printed_as_what_they_are(runs):
    trainer, _ = runs.traced(runs.base)
    start = trainer.next_step().kept()
    broken = start.parameters.copy()
    broken[:3] = np.nan, np.inf, 1e30
    table = UpdateTable(trace_step(replace(start, parameters=broken)))
    texts = {table.row(number).texts[1] for number in range(len(table.places))}
    assert {"not a number", "∞"} <= texts


def test_a_rule_has_a_letter_for_all_that_its_optimizer_keeps():
    assert {name: set(rule.letters) for name, rule in RULES.items()} == {
        name: set(OPTIMIZERS[name].slots) for name in RULES
    }


def test_an_optimizer_without_a_rule_shows_its_formula_and_the_numbers_of_its_step(runs, monkeypatch):
    def signs(w, g, slots, t, eta, hyper, decays):
        return w - eta * np.sign(g)

    monkeypatch.setitem(OPTIMIZERS, "signs", Optimizer("signs", "Signs", "w ← w − η {±1}", "Signs.", signs))
    table = table_of(runs, runs.base.but(optimizer="signs", learning_rate=0.03))
    row = table.row(0)
    assert table.formulas == ("w ← w − η {±1}", "")
    assert [column.key for column in table.columns] == ["parameter", "old", "gradient", "new"]
    assert abs(row.values[0] - row.values[-1]) == pytest.approx(0.03)
    assert row.closes


def test_rows_of_a_large_layer_are_printed_without_the_others(runs):
    spec = Experiment(
        data=DataSpec("digits"), layers=(Layer(500),), output=Output("softmax"),
        loss="categorical_cross_entropy",
    )  # fmt: skip
    table = table_of(runs, spec, 0)
    assert len(table.places) == 64 * 500 + 500 + 500 * 10 + 10
    assert table.row(len(table.places) - 1).parameter == parse_parameter("b2[10]")
