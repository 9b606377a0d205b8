"""WHAT as something to train: from its first step, or the run of a .bplab file from where it stands."""

import argparse
from pathlib import Path

from bplab.cli.ending import tell
from bplab.cli.length import without_limit
from bplab.cli.what import read_what, with_settings
from bplab.errors import UserError, named, quoted
from bplab.experiment.spec import Experiment
from bplab.storage.document import Document
from bplab.storage.trainers import trainer_of
from bplab.training.changes import acts_between
from bplab.training.scripting import Trainer

ENDING = ".bplab"
A_FILE = ", or a .bplab file, of which the current run is meant"


def document_in(what: str | None) -> Document | None:
    """The document of a .bplab file; None if WHAT is something else.

    Raises: FileError if the file is not in order.
    """
    return Document.open(what) if what is not None and what.endswith(ENDING) else None


def trainer_for(given: argparse.Namespace) -> Trainer:
    """The trainer of WHAT: at its first step, or of a file's current run as it was saved.

    Raises: UserError if there is none, or it is not consistent.
    """
    document = document_in(given.what)
    return Trainer(without_limit(read_what(given), given)) if document is None else going_on(document, given)


def experiment_for(given: argparse.Namespace) -> Experiment:
    """The settings of WHAT; of a file, those with which its current run goes on.

    Raises: UserError if there are none, or they are not consistent.
    """
    document = document_in(given.what)
    return read_what(given) if document is None else going_on(document, given).spec


def going_on(document: Document, given: argparse.Namespace) -> Trainer:
    """The trainer of the current run, with the live settings of --set.

    Raises: UserError if there is no run, it diverged, or a setting would begin another run.
    """
    trainer = trainer_of(document, named(Path(given.what).name))
    for name in ("start", "data"):
        if getattr(given, name, None):
            raise UserError(
                f"--{name} is for the beginning of a run, and the run in this file has begun already."
            )
    for setting in given.settings:
        if acts_between(trainer.spec, with_settings(trainer.spec, [setting])) not in ("", "live"):
            raise UserError(
                f"{quoted(setting)} would begin another run: a run in a file takes settings that can change "
                "while it is trained, such as learning_rate=0.1."
            )
    if elsewhere := document.made_elsewhere():
        tell(elsewhere)
    spec = with_settings(without_limit(trainer.spec, given), given.settings)
    if spec != trainer.spec:
        trainer.change(spec)
    trainer.go_on()
    return trainer
