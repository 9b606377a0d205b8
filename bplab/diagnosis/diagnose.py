"""Diagnoses a run: what ails it, most important first."""

from bplab.diagnosis.facts import Facts
from bplab.diagnosis.kinds import Diagnosis
from bplab.diagnosis.looking import facts_of
from bplab.diagnosis.rules import found_in
from bplab.training.arguments import check_kind
from bplab.training.trainer import Trainer


def diagnose(run: Trainer | Facts) -> list[Diagnosis]:
    """Name what a run's next step, its neurons and its losses so far show, the most important first.

    The list is empty while nothing is wrong; the run stays as it is.
    Raises: UserError if it is given something else than a run.
    """
    if isinstance(run, Facts):
        return list(found_in(run))
    check_kind(run, Trainer, "diagnose takes a Trainer")
    return list(found_in(facts_of(run)))
