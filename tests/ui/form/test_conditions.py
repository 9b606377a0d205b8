"""Settings that do not apply say why."""

import pytest

from bplab.errors import UserError
from bplab.experiment.edits import with_loss
from bplab.experiment.presets import preset
from bplab.experiment.shape import shape_of
from bplab.nn.losses import LOSSES
from bplab.ui.form.conditions import loss_options


def why_not(spec, loss):
    try:
        shape_of(with_loss(spec, loss))
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", ["circle", "iris", "sine", "worked-example"])
def test_a_loss_that_would_not_fit_says_what_the_experiment_with_it_would_say(name):
    spec = preset(name)
    for option in loss_options(spec):
        assert option.why == why_not(spec, option.value)
    assert {option.value for option in loss_options(spec)} == set(LOSSES)


def test_the_losses_are_worked_out_once_for_all_edits_that_keep_output_and_task():
    spec = preset("circle")
    assert loss_options(spec) is loss_options(spec.but(learning_rate=0.5))
