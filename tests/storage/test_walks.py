"""Whatever is done with a run, one that goes through files in between stays equal to one that does not."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from test_trainers import state_of

from bplab.experiment.choices import DTYPES, LAST_BATCHES, ORDERS
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.storage.document import Document
from bplab.storage.trainers import document_with, trainer_of
from bplab.training.scripting import Trainer

MOST_STEPS = 400
LIVE = {
    "learning_rate": st.sampled_from([0.0, 0.01, 0.3, 900.0]),
    "momentum": st.sampled_from([0.0, 0.5]),
    "regularization": st.sampled_from(sorted(PENALTIES)),
    "regularization_rate": st.sampled_from([0.0, 0.1]),
    "schedule": st.sampled_from(["constant", "cosine"]),
    "clip": st.sampled_from([0.0, 0.5]),
    "frozen": st.sampled_from([(), ("W1[1,1]", "b2")]),
    "epochs": st.sampled_from([0, 2]),
}


class Walk(RuleBasedStateMachine):
    """Two trainers do the same; only one of them goes through files."""

    @initialize(
        optimizer=st.sampled_from(sorted(OPTIMIZERS)),
        dtype=st.sampled_from(sorted(DTYPES)),
        order=st.sampled_from(sorted(ORDERS)),
        last=st.sampled_from(sorted(LAST_BATCHES)),
        dropout=st.sampled_from([0.0, 0.3]),
        every=st.sampled_from([1, 3]),
    )
    def begin(self, optimizer, dtype, order, last, dropout, every):
        spec = Experiment(
            data=DataSpec(points=60), layers=(Layer(3, dropout=dropout),), batch_size=8, optimizer=optimizer,
            dtype=dtype, order=order, last_batch=last, evaluate_every=every,
        )  # fmt: skip
        self.straight, self.cut = Trainer(spec), Trainer(spec)
        self.document = Document()
        self.earlier = []  # (straight, bytes of a file): runs that were left

    def both(self, act):
        act(self.straight)
        act(self.cut)

    @precondition(lambda self: self.straight.step < MOST_STEPS)
    @rule(steps=st.integers(1, 30))
    def train(self, steps):
        self.both(lambda trainer: trainer.run(steps=steps))

    @rule(data=st.data(), name=st.sampled_from(sorted(LIVE)))
    def change(self, data, name):
        value = data.draw(LIVE[name])
        self.both(lambda trainer: trainer.change(trainer.spec.but(**{name: value})))

    @precondition(lambda self: self.straight.divergence is None)
    @rule(value=st.sampled_from([-2.0, 0.0, 0.1]))
    def set_by_hand(self, value):
        self.both(lambda trainer: trainer.set_parameters({"W1[1,2]": value, "b1": [value] * 3}))

    @rule()
    def save_and_open(self):
        self.cut = trainer_of(self.read(self.cut))

    @rule()
    def leave_and_keep(self):
        """Another run begins where this one stands; this one can be gone back to."""
        self.earlier.append((self.straight, b"".join(document_with(self.cut, self.document).pack())))
        if self.straight.divergence is None:
            self.straight, self.cut = (each.branch() for each in (self.straight, self.cut))
        else:
            self.straight, self.cut = (each.at(0) for each in (self.straight, self.cut))

    @precondition(lambda self: self.earlier)
    @rule(data=st.data())
    def undo(self, data):
        self.straight, kept = self.earlier.pop(data.draw(st.integers(0, len(self.earlier) - 1)))
        self.document = Document.read(kept)
        self.cut = trainer_of(self.document)

    @rule(share=st.floats(0, 1))
    def branch_from_the_past(self, share):
        step = int(share * self.straight.step)
        self.straight, self.cut = (trainer.at(step) for trainer in (self.straight, self.cut))

    def read(self, trainer):
        data = b"".join(document_with(trainer, self.document).pack())
        self.document = Document.read(data)
        assert b"".join(self.document.pack()) == data
        return self.document

    @invariant()
    def equal(self):
        assert state_of(self.cut) == state_of(self.straight)
        assert self.cut.stopped == self.straight.stopped
        assert self.cut.divergence == self.straight.divergence


QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
FEW = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=QUIET)
MANY = settings(max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=QUIET)

TestWalk = Walk.TestCase
TestWalk.settings = FEW


class LongWalk(Walk):
    """The same, further."""


TestLongWalk = pytest.mark.slow(LongWalk.TestCase)
TestLongWalk.settings = MANY
