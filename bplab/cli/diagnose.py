"""`bplab diagnose`: trains an experiment, says why it does not learn, and tries what may help.

The current run of a .bplab file is diagnosed as it was saved, or after so many epochs more.
"""

import argparse
from collections.abc import Sequence
from functools import partial
from typing import Any

from bplab.cli.going_on import A_FILE, ENDING, trainer_for
from bplab.cli.json_text import json_text
from bplab.cli.length import add_length, further, has_length
from bplab.cli.report import ProgressLine
from bplab.cli.what import add_what
from bplab.diagnosis.diagnose import diagnose
from bplab.diagnosis.facts import Facts
from bplab.diagnosis.fixes import Fix, candidates
from bplab.diagnosis.kinds import Diagnosis
from bplab.diagnosis.looking import facts_of
from bplab.diagnosis.trying import SEEDS, Goal, Outcome, goal_for, outcomes_of, ranked, trials_of
from bplab.errors import UserError
from bplab.numerals import plain, short
from bplab.training.machine import use_blas_threads
from bplab.training.scripting import Trainer
from bplab.trials.child import Child
from bplab.trials.trial import Failure, Progress, Result


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    add_what(parser, more=A_FILE)
    add_length(parser)
    parser.add_argument(
        "--fix",
        action="store_true",
        help=f"try changes that may help against the first diagnosis, each with {SEEDS} seeds",
    )
    parser.add_argument("--json", action="store_true", help="print all as one JSON object")


def run(given: argparse.Namespace) -> int:
    """Train, diagnose and report."""
    use_blas_threads(1)
    trainer = trainer_for(given)
    if not given.what.endswith(ENDING) or has_length(given):
        trainer.run(steps=further(trainer, given))
    facts = facts_of(trainer)
    found = diagnose(facts)
    if not given.json:
        print(*_lines(facts, found), sep="\n")
    goal, outcomes = _fixed(trainer, facts, found) if given.fix else (None, ())
    if given.json:
        print(json_text(_plain(facts, found) | ({} if goal is None else _plain_fixes(goal, outcomes))))
    elif goal is not None:
        print(*_fix_lines(goal, outcomes, trainer.spec.seed), sep="\n")
    return 0


def _lines(facts: Facts, found: Sequence[Diagnosis]) -> list[str]:
    lines = [f"Epoch {facts.epoch:,}: train loss {short(facts.loss, 4)}"]
    for diagnosis in found:
        lines += [f"{diagnosis.title} ({diagnosis.id}): {diagnosis.sentence}", f"  {diagnosis.evidence}"]
    return lines if found else [*lines, "Nothing is wrong so far."]


def _plain(facts: Facts, found: Sequence[Diagnosis]) -> dict[str, Any]:
    return {
        "epoch": facts.epoch,
        "step": facts.step,
        "diagnoses": [
            {"id": each.id, "title": each.title, "sentence": each.sentence, "evidence": each.evidence}
            for each in found
        ],
    }


def _plain_fixes(goal: Goal, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return {
        "below": goal.below,
        "part": goal.part,
        "steps": goal.steps,
        "fixes": [outcome.facts for outcome in outcomes],
    }


def _fixed(
    trainer: Trainer, facts: Facts, found: Sequence[Diagnosis]
) -> tuple[Goal | None, tuple[Outcome, ...]]:
    """Try the changes for the first diagnosis, in a child process, as the window does; the best is first."""
    fixes = candidates(trainer.spec, found[0]) if found else ()
    if not fixes:
        return None, ()
    goal = goal_for(facts, found[0].id)
    return goal, ranked(outcomes_of(fixes, goal, _results(trainer, fixes, goal)))


def _results(trainer: Trainer, fixes: Sequence[Fix], goal: Goal) -> list[Result]:
    results, line = list[Result](), ProgressLine()
    with Child(trials_of(fixes, goal, trainer.build.own)) as child:
        for message in child:
            match message:
                case Progress():
                    line.show(partial(_progress, message, fixes))
                case Failure():
                    line.clear()
                    raise RuntimeError(message.text) if message.is_bug else UserError(message.text)
                case Result():
                    results.append(message)
    line.clear()
    return results


def _progress(now: Progress, fixes: Sequence[Fix]) -> str:
    title = fixes[now.trial // SEEDS].title
    return f"{title}: step {now.step:,} of {now.steps:,}; {now.trial} of {SEEDS * len(fixes)} done"


def _fix_lines(goal: Goal, outcomes: Sequence[Outcome], seed: int) -> list[str]:
    seeds = f"seeds {seed} to {seed + SEEDS - 1}"
    lines = [f"{len(outcomes)} changes tried on {seeds}, {goal.steps:,} steps each:"]
    for outcome in outcomes:
        middle = outcome.median_epoch
        lines.append(f"  {outcome.sentence}" + ("" if middle is None else f" (median epoch {plain(middle)})"))
    return lines
