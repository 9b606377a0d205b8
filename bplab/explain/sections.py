"""The sections of an explanation: forward, loss, backward, chain rule, batch, update."""

from collections.abc import Callable
from typing import NamedTuple

from bplab.explain.chain import Chain
from bplab.explain.lines import Line


class Section(NamedTuple):
    """Lines under a title."""

    title: str
    lines: tuple[Line, ...]


def heading(chain: Chain, number: Callable[[float], str]) -> str:
    """Say in sentences which step and which example are shown."""
    start, name = chain.trace.start, chain.parameter.name
    batches = start.build.batches.steps_per_epoch
    batch = start.step - start.epoch * batches + 1
    of = " (scaled targets)" if start.build.unit is not None else ""
    count, row = len(start.batch), int(start.batch[chain.example]) + 1
    return (
        f"{name} in the step after {_counted(start.step, 'update')}: batch {batch:,} of {batches:,} of epoch "
        f"{start.epoch + 1:,}, {_counted(count, 'example')}, loss {number(chain.trace.loss)}{of}. "
        f"Shown: example {chain.example + 1:,}, row {row:,} of the data set."
    )


def sections(chain: Chain) -> tuple[Section, ...]:
    """The sections in the order of the tutorial."""
    title = chain.trace.start.build.shape.layer_title(chain.parameter.layer)
    neuron = f"neuron {chain.parameter.unit + 1} of {title}"
    count, start = len(chain.contributions), chain.trace.start
    targets = "targets" if start.build.unit is None else "scaled targets"
    reduced = "mean" if start.spec.reduction == "mean" else "sum"
    return (
        Section(f"Forward: weighted inputs + bias, then the activation, of {neuron}", chain.forward),
        Section(f"Loss: how far this example's outputs are from the {targets}", chain.loss),
        Section(f"Backward: the error signal, from the outputs back to {neuron}", chain.backward),
        Section(f"Chain rule: the effect of {chain.parameter.name} on this example's loss", chain.share),
        Section(f"Batch: the {reduced} over {_counted(count, 'example')}", chain.batch),
        Section("Update: one step against the gradient", chain.update),
    )


def _counted(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"
