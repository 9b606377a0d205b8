"""`bplab explain`: the chain rule of one weight or bias in one step, with the run's own numbers."""

import argparse
import sys

from bplab.cli.going_on import A_FILE, trainer_for
from bplab.cli.json_text import json_text
from bplab.cli.length import count
from bplab.cli.what import add_what
from bplab.errors import UserError
from bplab.experiment.parameters import Parameter, parse_block, parse_parameter
from bplab.explain.chain import Chain, explain
from bplab.explain.facts import facts_of
from bplab.explain.latex import as_latex
from bplab.explain.text import as_text
from bplab.training.machine import use_blas_threads
from bplab.training.parameter_edits import places_of
from bplab.training.replay import replay
from bplab.training.scripting import Trainer
from bplab.training.step import StepTrace, trace_step

SIGNS: dict[str, str | int | None] = {
    "·": "*", "∂": "d", "ℓ": "l", "δ": "delta", "′": "'", "η": "eta", "λ": "lambda", "μ": "mu", "α": "alpha",
    "β": "beta", "₀": "0", "₁": "1", "₂": "2", "ₖ": "_k", "√": "root ", "‖": "|", "\u0302": "^", "ŝ": "s^",
    "≈": "~", "≤": "<=", "−": "-", "½": "1/2", "Σ": "sum", "²": "^2", "←": "<-",
    "⁻": "^-", "⁰": "0", "¹": "1", "⁸": "8",
}  # fmt: skip


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    add_what(parser, more=A_FILE)
    parser.add_argument(
        "--parameter",
        required=True,
        metavar="NAME",
        help="a weight such as W2[1,3] (from neuron 1 to 3) or a bias such as b1[3]",
    )
    parser.add_argument(
        "--step", type=count, metavar="N",
        help="the step after N updates (default 0: the first; of a .bplab file: the next)",
    )  # fmt: skip
    parser.add_argument(
        "--example", type=count, default=1, metavar="N", help="the example of the batch (default 1)"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--latex", action="store_true", help="print the same lines as LaTeX")
    form.add_argument("--json", action="store_true", help="print the numbers as one JSON object")


def run(given: argparse.Namespace) -> int:
    """Train up to the step, and print the explanation."""
    use_blas_threads(1)
    trainer = trainer_for(given)
    parameter = _parameter(trainer, given.parameter)
    if given.step is not None:
        trainer = _at(trainer, given.step)
    trace = trace_step(trainer.next_step())
    chain = explain(trace, parameter, _example(trace, given.example))
    print(json_text(facts_of(chain)) if given.json else as_latex(chain) if given.latex else _text(chain))
    return 0


def _at(trainer: Trainer, step: int) -> Trainer:
    """The trainer after so many updates, which may lie before or after where it stands."""
    if step < trainer.step:
        return trainer.at(step)
    replay(trainer, step)
    if trainer.step < step:
        raise UserError(
            f"This run diverged at step {trainer.step + 1:,}, before {step:,} updates; "
            f"the last that can be explained is --step {trainer.step}."
        )
    return trainer


def _parameter(trainer: Trainer, name: str) -> Parameter:
    name = name.replace(" ", "")
    if parse_block(name):
        raise UserError(f"{name} is a whole layer; name one weight or bias, such as W1[2,3] or b1[3].")
    places_of(trainer.build.layout, name)
    return parse_parameter(name)


def _example(trace: StepTrace, number: int) -> int:
    examples = len(trace.start.batch)
    if not 1 <= number <= examples:
        raise UserError(f"There is no example {number:,} in this batch; choose 1 to {examples:,}.")
    return number - 1


def _text(chain: Chain) -> str:
    """Plain text in characters that the output can encode."""
    text = as_text(chain)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(str.maketrans(SIGNS))
    return text
