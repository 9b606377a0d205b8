"""A network with equal neurons is merged into a smaller one that computes the same."""

import numpy as np
import pytest

from bplab.diagnosis.merging import merged
from bplab.errors import UserError
from bplab.experiment.preset import hidden
from bplab.experiment.presets import PRESETS
from bplab.training.trainer import Trainer

CONSTANT = PRESETS["constant-start"].spec


def merge(spec, epochs=0):
    trainer = Trainer(spec)
    trainer.run(epochs=epochs)
    return trainer, merged(trainer.spec, trainer.weights, trainer.build.prepared)


def test_four_equal_neurons_become_one_with_the_sum_of_their_outgoing_weights():
    trainer, found = merge(CONSTANT, 100)
    assert (found.spec.hidden, found.parameters) == ("1", (17, 5))
    assert found.weights[1][0][0, 0] == pytest.approx(4 * trainer.weights[1][0][0, 0])
    assert found.apart < 1e-15


def test_the_merged_network_gives_the_outputs_of_the_whole_one():
    spec = CONSTANT.but(layers=hidden(4, 3, init="constant", gain=0.5), skip=True, frozen=("b1", "b3[1]"))
    trainer, found = merge(spec, 20)
    small = Trainer(found.spec)
    rows = np.arange(trainer.build.prepared.dataset.count)
    assert np.abs(trainer.outputs(rows)[1] - small.outputs(rows)[1]).max() == found.apart < 1e-14
    assert (found.spec.hidden, found.spec.frozen) == ("1-1", ("b1", "b3[1]"))


def test_only_equal_neurons_are_merged():
    _, found = merge(CONSTANT.but(start={"W1[1,2]": 0.1}))
    assert found.equal[0].groups == ((0, 2, 3), (1,))
    assert found.spec.hidden == "2"


def test_a_weight_stays_frozen_where_all_that_are_merged_into_it_were():
    start = {"W1[1,2]": 0.1}  # neuron 2 is another, and neuron 1 stands for 1, 3 and 4
    outgoing = ("W2[1,1]", "W2[2,1]", "W2[3,1]", "W2[4,1]")
    for frozen, kept in (
        (("W1[1,2]", "b1[1]"), ("W1[1,2]", "b1[1]")),
        (("b1[3]",), ()),
        (outgoing, ("W2[1,1]", "W2[2,1]")),
        (outgoing[:3], ("W2[2,1]",)),
        (("W2", "W2[3,1]", "W1[2,1]"), ("W2", "W1[2,1]")),
    ):
        _, found = merge(CONSTANT.but(start=start, frozen=frozen))
        assert found.spec.frozen == kept


@pytest.mark.parametrize(("spec", "said"), [
    (PRESETS["circle"].spec, "none to merge"),
    (CONSTANT.but(layers=hidden(4, init="constant", gain=0.5, groups=((1, 2), (1, 2)))), "groups"),
])  # fmt: skip
def test_what_cannot_be_merged_is_refused(spec, said):
    with pytest.raises(UserError, match=said):
        merge(spec)
