"""What the check of all gradients found stands at the places of the parameters."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.experiment.parameters import Parameter
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Experiment, Layer
from bplab.explain.check_map import KINK, NONE, SMALL, map_of, table
from bplab.nn.gradcheck import GradCheck
from bplab.training.trainer import Trainer
from bplab.training.verification import Verification, point_of, verify_at


@pytest.fixture(scope="module")
def made():
    point = point_of(Trainer(Experiment(layers=(Layer(units=3),))))
    return verify_at(point), point


def changed(made, **parts):
    found, point = made
    return map_of(replace(found, check=replace(found.check, **parts)), point)


def test_every_parameter_has_its_gradients_and_errors(made):
    found = map_of(*made)
    check, layout = made[0].check, made[1].build.layout
    assert [block.shape for block in found.relative] == [(3, 3), (4, 1)]
    for parameter in (Parameter(0, 1, 2), Parameter(0, None, 0), Parameter(1, 2, 0)):
        place, one = layout.index(parameter), found.at(parameter)
        assert (one.gradient, one.numeric) == (check.gradient[place], check.numeric[place])
        assert one.absolute == abs(one.gradient - one.numeric)
        assert one.relative == pytest.approx(one.absolute / max(abs(one.gradient), abs(one.numeric)))
        assert one.agrees
    assert found.wrong_count == 0
    assert found.words.startswith("13 gradients of the loss: ")


def test_a_wrong_gradient_is_the_one_that_disagrees(made):
    gradient = made[0].check.gradient.copy()
    gradient[4] *= 1.5
    found = changed(made, gradient=gradient)
    assert found.wrong_count == 1
    one = found.at(Parameter(0, 1, 1))
    assert not one.agrees
    assert one.lines[-1].endswith(": they disagree")
    assert one.relative == pytest.approx(1 / 3, rel=1e-6)


def test_kinks_and_what_is_too_small_are_not_judged(made):
    check = made[0].check
    kinks, noise = check.kinks.copy(), check.noise.copy()
    kinks[0] = True
    noise[1] = 10 * abs(check.gradient[1])
    found = changed(made, kinks=kinks, noise=noise)
    assert found.relative[0][0].tolist()[:2] == [KINK, SMALL]
    assert found.at(Parameter(0, 0, 0)).lines[-1] == "next to a kink, where no slope is certain"
    assert found.at(Parameter(0, 0, 1)).lines[-1] == "too small to judge"
    assert not found.at(Parameter(0, 0, 0)).agrees
    rows = table(found).splitlines()
    assert rows[1].split("\t")[3:] == ["kink", ""]
    assert rows[2].split("\t")[3:] == ["too small", ""]
    assert len(rows) == 14


def test_connections_that_groups_leave_out_are_no_parameters():
    trainer = Trainer(PRESETS["family-trees"].spec)
    point = point_of(trainer)
    layout = point.build.layout
    size = int(layout.connected().sum())
    check = made_up(size)
    found = map_of(check, point)
    missing = sum(int((block == NONE).sum()) for block in found.relative)
    assert missing == layout.size - size > 0
    row, unit = np.argwhere(found.relative[0] == NONE)[0].tolist()
    assert found.at(Parameter(0, row, unit)) is None
    assert len(table(found).splitlines()) == size + 1


def made_up(size):
    ones = np.ones(size)
    return Verification(
        GradCheck(ones, ones, 1e-9 * ones, np.zeros(size, bool), size), "W1[1,1]", "loss", 0, 0
    )
