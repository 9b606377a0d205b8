"""Two labs do the same in any order; one of them is saved and opened in between: nobody can tell which."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.storage.document import Bookmark, Document
from bplab.storage.resumed import resumed
from bplab.training.record import ReducedRecord
from bplab.training.run import Run
from bplab.training.runs import Runs
from bplab.training.trainer import Trainer

FEW = DataSpec(points=60, noise=10)
SPECS = [
    Experiment(data=FEW, layers=(Layer(3, dropout=0.3),), optimizer="adam", batch_size=16),
    Experiment(data=FEW, layers=(Layer(2), Layer(2)), dtype="float32", last_batch="carry", evaluate_every=3),
    Experiment(data=FEW, layers=(Layer(3),), optimizer="momentum", regularization="l1", stop="no_progress"),
]
RATES = (0.0, 0.01, 0.3, 1000.0)


class Lab:
    """Runs, and the way back from each edit."""

    def __init__(self, spec):
        self.runs, self.back, self.made = Runs(), [], 0
        self.marks = []
        self.begin(spec)

    @property
    def run(self):
        return self.runs.current

    @property
    def trainer(self):
        return self.run.trainer

    def begin(self, spec):
        self.made += 1
        self.runs.begin(Run(self.made, Trainer(spec), title=f"run {self.made}"))

    def train(self, steps):
        self.trainer.run(steps=steps)
        if self.trainer.divergence is None and self.trainer.step:
            self.run.timeline.checkpoints = [
                *(one for one in self.run.timeline.checkpoints if one.step < self.trainer.step),
                self.trainer.checkpoint(),
            ]
        self.run.rest()

    def edit(self, rate):
        self.back.append(("rate", self.run.number, self.trainer.spec.learning_rate))
        self.trainer.change(self.trainer.spec.but(learning_rate=rate))
        self.run.rest()

    def set_weight(self, value):
        self.trainer.set_parameters({"W1[1,1]": value})
        self.run.rest()

    def restart(self, seed):
        self.back.append(("run", self.run.number, None))
        self.begin(self.trainer.spec.but(seed=seed))

    def branch(self, share):
        self.back.append(("run", self.run.number, None))
        self.made += 1
        self.runs.begin(self.run.branch(self.made, int(share * self.trainer.step)))

    def undo(self):
        what, number, rate = self.back.pop()
        if number in self.runs.records:
            self.runs.begin(self.runs.records[number].resume())
        if what == "rate":
            self.trainer.change(self.trainer.spec.but(learning_rate=rate))
            self.run.rest()

    def reduce(self):
        for number, record in self.runs.records.items():
            self.runs.records[number] = record if isinstance(record, ReducedRecord) else record.reduced()

    def mark(self, name):
        self.marks.append(Bookmark(self.run.number, self.trainer.step, name))

    def document(self):
        marks = tuple(self.marks)
        return Document.of(self.runs.collected, self.run.number, bookmarks=marks, note=f"{len(marks)} marks")

    def through_a_file(self):
        document = self.document()
        data = packed(document)
        found = resumed(Document.read(data))
        assert packed(found.document) == data
        self.marks = list(found.document.bookmarks)
        self.runs.adopt(found.others)
        self.runs.begin(found.run)


def packed(document):
    return b"".join(document.pack())


class Machine(RuleBasedStateMachine):
    """Every act is done by both labs."""

    @initialize(spec=st.sampled_from(SPECS))
    def start(self, spec):
        self.labs = Lab(spec), Lab(spec)

    @rule(steps=st.integers(1, 40))
    def train(self, steps):
        for lab in self.labs:
            lab.train(steps)

    @rule(rate=st.sampled_from(RATES))
    def edit(self, rate):
        for lab in self.labs:
            lab.edit(rate)

    @rule(value=st.floats(-5, 5, width=32))
    def set_weight(self, value):
        for lab in self.labs:
            lab.set_weight(value)

    @rule(seed=st.integers(0, 9))
    def restart(self, seed):
        for lab in self.labs:
            lab.restart(seed)

    @rule(share=st.floats(0, 1))
    def branch(self, share):
        for lab in self.labs:
            lab.branch(share)

    @precondition(lambda self: self.labs[0].back)
    @rule()
    def undo(self):
        for lab in self.labs:
            lab.undo()

    @rule()
    def reduce(self):
        for lab in self.labs:
            lab.reduce()

    @rule(name=st.text(min_size=1, max_size=20))
    def mark(self, name):
        for lab in self.labs:
            lab.mark(name)

    @rule()
    def save_and_open(self):
        self.labs[1].through_a_file()

    @rule()
    def compare(self):
        one, other = (packed(lab.document()) for lab in self.labs)
        assert one == other

    def teardown(self):
        if hasattr(self, "labs"):
            self.compare()


def machine(examples, steps):
    chosen = type("Machine", (Machine,), {})
    case = chosen.TestCase
    case.settings = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    return case


TestLabs = machine(5, 15)
TestManyLabs = pytest.mark.slow(machine(60, 30))
