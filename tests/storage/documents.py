"""Makes documents that have a bit of everything."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from bplab import __version__
from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.experiment.own import experiment_for
from bplab.experiment.presets import preset
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.storage.document import Bookmark, Document
from bplab.storage.parts import PNG
from bplab.training.run import Origin, Run
from bplab.training.runs import Runs
from bplab.training.trainer import Trainer

SPECS = (
    Experiment(layers=(Layer(3),), skip=True),
    preset("spiral").but(optimizer="adam", regularization="l1_prune", regularization_rate=0.05),
    Experiment(
        layers=(Layer(4, dropout=0.2), Layer(2)), dtype="float32", last_batch="carry", evaluate_every=2
    ),
)


def trained(number, spec, steps=140, data=None):
    """A run with changes of every kind, at rest within an epoch."""
    trainer = Trainer(spec, data=data)
    run = Run(number, trainer, title=f"run {number}", parent=Origin(1, 10) if number > 1 else None)
    for made in range(0, steps, 7):
        trainer.advance(7)
        run.timeline.checkpoints.append(trainer.checkpoint())
        if made == 70:
            trainer.set_parameters({"b1": [0.5] * spec.layers[0].units, "W1[1,1]": 0.25})
            trainer.change(trainer.spec.but(learning_rate=0.01, frozen=("W1[1,2]",)))
    run.rest()
    return run


def document_of(*, reduced=True):
    runs = Runs()
    for number, spec in enumerate(SPECS, 1):
        runs.begin(trained(number, spec))
    if reduced:
        runs.records[1] = runs.records[1].reduced()
    marks = Bookmark(1, 7, "early"), Bookmark(3, 20, "δ ≈ 0")
    view = {"tab": "output", "essentials": False}
    return Document.of(runs.collected, 3, bookmarks=marks, note="Find out\nwhy.", view=view, thumbnail=PNG)


def golden_document():
    """A small one with a run of every kind, and data of its own."""
    rng = np.random.default_rng(5)
    examples = Dataset(rng.normal(size=(24, 2)), rng.integers(0, 2, 24), ("no", "yes"), ("a", "b"))
    own = OwnData("mine", examples)
    small = {"data": DataSpec(points=40), "batch_size": 8}
    specs = (
        SPECS[0].but(**small),
        SPECS[2].but(**small),
        experiment_for(own).but(batch_size=4, optimizer="adam", layers=(Layer(3),)),
        Experiment(**small, layers=(Layer(3),), regularization="l1_prune", regularization_rate=0.5),
    )
    runs = Runs()
    for number, spec in enumerate(specs, 1):
        runs.begin(trained(number, spec, 112, own if spec.data.own else None))
    runs.records[1] = runs.records[1].reduced()
    for number in (2, 3):
        record = runs.records[number]
        runs.records[number] = replace(record, checkpoints=record.checkpoints[-2:])
    marks, view = (Bookmark(2, 7, "early"),), {"tab": "output"}
    return Document.of(runs.collected, 4, bookmarks=marks, note="Find out\nwhy.", view=view, thumbnail=PNG)


if __name__ == "__main__":  # before a release: one file per version, never changed afterwards
    golden_document().save(Path(__file__).parent / "golden" / f"{__version__}.bplab")
