"""Makes documents that have a bit of everything."""

from bplab.experiment.presets import preset
from bplab.experiment.spec import Experiment, Layer
from bplab.storage.document import Bookmark, Document
from bplab.storage.parts import PNG
from bplab.training.run import Origin, Run
from bplab.training.runs import Runs
from bplab.training.trainer import Trainer

SPECS = (
    Experiment(layers=(Layer(3),), skip=True),
    preset("spiral").but(optimizer="adam", regularization="l1", regularization_rate=0.05),
    Experiment(
        layers=(Layer(4, dropout=0.2), Layer(2)), dtype="float32", last_batch="carry", evaluate_every=2
    ),
)


def trained(number, spec, steps=140):
    """A run with changes of every kind, at rest within an epoch."""
    run = Run(number, Trainer(spec), title=f"run {number}", parent=Origin(1, 10) if number > 1 else None)
    trainer = run.trainer
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
