"""Biases that a step moves stand as old → new, where there is room for that."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.base.layout import GraphLayout
from bplab.ui.canvas.labels.label import TALL, WIDTHS, LabelPosition
from bplab.ui.canvas.stages.light import Light

EDGE = 4.0  # pixels kept free at the right
OVER = 18.0  # from beside a neuron's corner to over it

Moves = Callable[[Parameter], bool]  # whether a step may move a parameter


def with_new_biases(
    positions: Sequence[LabelPosition],
    layout: GraphLayout,
    light: Light,
    moves: Moves,
    others: Sequence[LabelPosition] = (),
) -> list[LabelPosition]:
    """Biases that a step moves as old → new, once a walk has come to it, where they lie on nothing else."""
    longer = [
        _longer(position, layout)
        if isinstance(position.pick, Parameter)
        and position.kind == "b"
        and light.edges(position.pick.layer) == "update"
        and moves(position.pick)
        else position
        for position in positions
    ]
    around = [*longer, *others]
    return [
        short if short is not long and (long.y < TALL / 2 or _is_on_any(long, around)) else long
        for short, long in zip(positions, longer, strict=True)
    ]


def _longer(position: LabelPosition, layout: GraphLayout) -> LabelPosition:
    """In the last column, without room at the right, a bias is over its neuron."""
    last, within = layout.columns[-1], layout.columns[-1].right + layout.room - EDGE
    reaches = position.x + (1 - position.align) * WIDTHS["new b"]
    if position.x < last.right or reaches <= within:
        return replace(position, kind="new b")
    return LabelPosition("new b", position.pick, within, position.y - OVER, align=1.0)


def _is_on_any(position: LabelPosition, others: Sequence[LabelPosition]) -> bool:
    return any(_overlap(position, other) for other in others if other is not position)


def _overlap(one: LabelPosition, other: LabelPosition) -> bool:
    x, x_ = (each.x + (0.5 - each.align) * WIDTHS[each.kind] for each in (one, other))
    return abs(x - x_) < (WIDTHS[one.kind] + WIDTHS[other.kind]) / 2 and abs(one.y - other.y) < TALL
