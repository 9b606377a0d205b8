"""A look at a point that is no example: its forward pass term by term; what follows is of the batch."""

from dataclasses import replace

import numpy as np

from bplab.experiment.parameters import Parameter
from bplab.explain.cards.cells import Card, Unit
from bplab.explain.cards.forward import BIAS, forward_card
from bplab.explain.cards.page import ROWS, Page, page_of
from bplab.explain.cards.point import Point
from bplab.training.step import StepTrace

NOTHING = "My point has no target, so no loss:\nno error signal goes back from it."


def own_page(step: StepTrace, own: StepTrace, at: Parameter | Unit, rows: int = ROWS) -> Page:
    """Work out what is to be shown of an own point in a step; gradient and update are those of the batch."""
    marked = None if isinstance(at, Unit) else BIAS if at.source is None else at.source
    whole = page_of(step, at, None, "delta", rows)
    with np.errstate(all="ignore"):
        forward = forward_card(Point(own, 0, at.layer, at.unit), marked, rows)
    return replace(whole, cards=(forward, Card(2, "Backward", "", (), NOTHING), *whole.cards))
