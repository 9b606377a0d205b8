"""Diagnoses a run: what ails it, most important first."""

from bplab.diagnosis.facts import Facts
from bplab.diagnosis.kinds import Diagnosis
from bplab.diagnosis.looking import facts_of
from bplab.diagnosis.rules import found_in
from bplab.training.trainer import Trainer


def diagnose(run: Trainer | Facts) -> list[Diagnosis]:
    """Name what a run's next step, its neurons and its losses so far show, the most important first.

    The list is empty while nothing is wrong; the run stays as it is.
    """
    return list(found_in(run if isinstance(run, Facts) else facts_of(run)))
