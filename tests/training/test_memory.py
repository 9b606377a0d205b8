"""What cannot fit is refused by arithmetic: with the number, before anything is allocated."""

import gc
import tracemalloc
import weakref

import pytest

from bplab.data.facts import facts_of
from bplab.errors import UserError
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training import build, memory, scripting
from bplab.training.trainer import Trainer

HUGE = Experiment(
    data=DataSpec("circle", points=100_000),
    layers=(Layer(512),) * 20,
    batch_size=1_000_000,
    last_batch="keep",
)


def test_what_cannot_fit_is_refused_with_the_number_before_anything_is_allocated():
    facts_of(DataSpec("circle").row)
    tracemalloc.start()
    for make in (Trainer, build.check):
        with pytest.raises(
            UserError, match=r"need about [\d,]+ MiB, more than the [\d,]+ MiB .*; use smaller"
        ):
            make(HUGE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


def test_little_free_memory_allows_less(monkeypatch):
    monkeypatch.setattr(memory, "free_bytes", lambda: 8 << 20)
    with pytest.raises(UserError, match="more than the 2 MiB"):
        build.check(Experiment(data=DataSpec("digits"), layers=(Layer(512),) * 3))


def test_ordinary_experiments_are_far_below_the_bound():
    spec = Experiment(layers=(Layer(8),) * 3)
    assert memory.bytes_needed(spec, shape_of(spec)) < 64 << 20


DIGITS = Experiment(
    data=DataSpec("digits"), output=Output("softmax"), loss="categorical_cross_entropy", layers=(Layer(64),)
)
CASES = {
    "small": Experiment(),
    "deep": Experiment(layers=(Layer(8),) * 20),
    "many points": Experiment(data=DataSpec("circle", points=100_000), batch_size=1000),
    "full batch": Experiment(data=DataSpec("circle", points=50_000), batch_size=0, layers=(Layer(64),) * 3),
    "carried": Experiment(
        data=DataSpec("circle", points=50_000), batch_size=20_000, last_batch="carry", layers=(Layer(64),) * 2
    ),
    "digits": DIGITS,
    "wide": DIGITS.but(layers=(Layer(512),) * 4, optimizer="adam"),
    "wide float32": DIGITS.but(layers=(Layer(512),) * 4, optimizer="adam", dtype="float32"),
    "dropout": DIGITS.but(layers=(Layer(512, dropout=0.5),) * 2),
    "dropout, many points": Experiment(
        data=DataSpec("circle", points=100_000), layers=(Layer(64, dropout=0.5),) * 3, batch_size=10
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_estimate_covers_what_a_run_takes_without_exaggerating(name):
    spec = CASES[name]
    build.prepared_data.cache_clear()
    facts_of(spec.data.row)
    tracemalloc.start()
    trainer = Trainer(spec)
    trainer.run(steps=min(trainer.steps_per_epoch, 40))
    trainer.measure()
    _, taken = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    estimate = memory.bytes_needed(spec, shape_of(spec))
    assert taken / 1.25 < estimate < 3 * taken + (16 << 20)


@pytest.fixture
def no_search_for_rings():
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("origin", ["new", "trained", "past", "branch"])
@pytest.mark.parametrize("changes", [{}, {"optimizer": "adam", "dtype": "float32", "schedule": "cosine"}])
def test_a_trainer_is_freed_with_its_last_user(origin, changes, no_search_for_rings):
    trainer = scripting.Trainer(Experiment(layers=(Layer(dropout=0.2),), **changes))
    if origin != "new":
        trainer.run(epochs=3)
        trainer.run(steps=2)
    if origin == "past":
        trainer = trainer.at(trainer.step - 4)
    if origin == "branch":
        trainer = trainer.branch(learning_rate=0.01)
        trainer.run(steps=2)
    parts = [weakref.ref(each) for each in (trainer, trainer._kernel, trainer.build)]
    del trainer
    assert [part() for part in parts] == [None] * 3
