"""`bplab explain`: what it prints, and what it refuses."""

import json

import pytest

from bplab.experiment.presets import PRESETS
from bplab.training.trainer import Trainer

REQUIRED = {
    "parameter", "step", "value", "loss", "gradient", "penalty_gradient", "update", "new_value",
    "contributions", "delta", "activation",
}  # fmt: skip


def test_json_has_the_numbers_of_the_step(bplab):
    done = bplab("explain", "spiral", "--parameter", "W2[1,3]", "--step", 40, "--example", 3, "--json")
    [found] = done.rows()
    assert (done.code, done.err) == (0, "")
    assert set(found) >= REQUIRED
    trainer = Trainer(PRESETS["spiral"].spec)
    trainer.run(steps=40)
    before = trainer.weights[1][0][0, 2]
    trainer.run(steps=1)
    assert (found["parameter"], found["step"], found["example"]) == ("W2[1,3]", 40, 3)
    assert found["value"] == before
    assert found["new_value"] == pytest.approx(trainer.weights[1][0][0, 2], rel=1e-12)
    assert found["contributions"][2] == pytest.approx(found["delta"] * found["activation"], rel=1e-12)
    assert len(found["contributions"]) == len(found["batch"]) == 32


def test_settings_apply_and_a_penalty_is_no_part_of_the_gradient(bplab):
    plain, pulled = (
        bplab("explain", "circle", "--parameter", "W1[1,1]", "--json", *more).rows()[0]
        for more in ((), ("--set", "regularization=l2", "--set", "regularization_rate=0.5"))
    )
    assert pulled["gradient"] == plain["gradient"]
    assert (plain["penalty_gradient"], pulled["penalty_gradient"]) == (0, 0.5 * pulled["value"])
    assert pulled["update"] == pytest.approx(plain["update"] - 0.3 * pulled["penalty_gradient"])


def test_a_sum_is_a_sum_and_a_bias_has_activation_1(bplab):
    [found] = bplab("explain", "xor", "--parameter", "b1[2]", "--json").rows()
    assert found["activation"] == 1
    assert found["gradient"] == pytest.approx(sum(found["contributions"]), rel=1e-12)
    assert found["contributions"][0] == found["delta"]


def test_text_and_latex_are_of_the_same_lines(bplab, tmp_path):
    path = tmp_path / "own.json"
    path.write_text(json.dumps(PRESETS["worked-example"].spec.to_dict()), encoding="utf-8")
    text = bplab("explain", path, "--parameter", "W2[1,1]").out
    latex = bplab("explain", path, "--parameter", "W2[1, 1]", "--latex").out
    assert "= 0.741365070 · 0.186815602 · 0.593269992" in text
    assert r"= 0.741365070 \cdot 0.186815602 \cdot 0.593269992" in latex
    assert text.startswith(
        "W2[1,1] in the step after 0 updates: batch 1 of 1 of epoch 1, 1 example, loss 0.298"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--parameter", "W4[1,1]"], "no parameter 'W4[1,1]'"),
        (["--parameter", "W1[3,1]"], "no parameter 'W1[3,1]'"),
        (["--parameter", "weight"], "names look like W1[2,3] or b1[3]"),
        (["--parameter", "W1"], "name one weight or bias"),
        (["--parameter", "W1[1,1]", "--example", "33"], "There is no example 33 in this batch"),
        (["--parameter", "W1[1,1]", "--example", "0"], "choose 1 to 32"),
        (["--parameter", "W1[1,1]", "--step", "-1"], "a whole number"),
        (["--parameter", "W1[1,1]", "--json", "--latex"], "not allowed with"),
        ([], "--parameter"),
    ],
)
def test_what_there_is_not_is_said_in_a_sentence(bplab, arguments, sentence):
    done = bplab("explain", "circle", *arguments)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_a_masked_connection_is_no_parameter(bplab):
    done = bplab("explain", "family-trees", "--parameter", "W1[1,7]")
    assert done.code == 2
    assert "not connected" in done.err


def test_a_stop_rule_does_not_end_the_way_to_a_step(bplab):
    [found] = bplab(
        "explain", "circle", "--parameter", "b2[1]", "--step", 30, "--json",
        "--set", "stop=loss_below", "--set", "stop_loss=1000", "--set", "epochs=1",
    ).rows()  # fmt: skip
    assert found["step"] == 30


def test_beyond_a_divergence_there_is_no_step_but_the_last_one_is_shown(bplab):
    diverging = ("explain", "diverging", "--parameter", "W1[1,1]")
    done = bplab(*diverging, "--step", 5000)
    assert (done.code, done.out) == (2, "")
    last = done.err.split("--step ")[1].rstrip(".\n")
    assert f"diverged at step {int(last) + 1}" in done.err.replace(",", "")
    [found] = bplab(*diverging, "--step", last, "--json").rows()
    assert found["step"] == int(last)
    assert None in (found["new_value"], found["loss"], found["gradient"])
