"""How a page is laid out: cards side by side in the δ form, under each other in the ∂ form."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRectF, SignalInstance

from bplab.explain.cards.cells import Card
from bplab.explain.cards.neuron import Curve
from bplab.explain.cards.page import Page
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.microscope.bars import Bars
from bplab.ui.views.microscope.card_layout import (
    PADDING,
    TITLE,
    draw_lines,
    draw_sums,
    draw_title,
    sums_width,
)
from bplab.ui.views.microscope.chain_layout import draw_chain
from bplab.ui.views.microscope.drawing import Drawing, Stop
from bplab.ui.views.microscope.formula import Typesetter
from bplab.ui.views.microscope.neuron_card import draw_neuron

LEFT, RIGHT, GAP, TIGHT_GAP, BESIDE, BOTTOM = 16, 12, 10, 5, 10, 6
BARS, LOW_BARS, HIGH_BARS = 52, 24, 110
TWO_COLUMNS = 430  # pixels of width from which Forward and Backward stand side by side
NO_PRODUCT = "A mean of products is no product of means: factors are of one example. Click a bar to see them."
TEXT_TIP = "Copy the whole chain, line by line, as plain text."
LATEX_TIP = "Copy the whole chain as LaTeX, for a document that uses amsmath."


class Asked(Protocol):
    """Who hears what is clicked."""

    opened: SignalInstance
    chosen: SignalInstance
    copied: SignalInstance


class Composition:
    """One page at one width."""

    def __init__(self, theme: Theme, typesetter: Typesetter, asked: Asked) -> None:
        self._theme, self._asked = theme, asked
        self.drawing = Drawing(theme, typesetter, asked.opened.emit)
        self.bars: Bars | None = None
        self.height = 0.0
        self._bar_name = ""
        self._titles = True
        self._copies = False  # whether what copies stands there already
        self._bare = self._tight = False
        self._gap = GAP

    def compose(
        self, page: Page, width: int, shown: tuple[int, ...], *, bare: bool = False, tight: bool = False
    ) -> None:
        """Lay out the cards shown, by their numbers; the bars are with the update.

        `bare`: nothing that copies, bars only of the whole batch, and titles only where cards stand together;
        `tight`: low bars beside their words, as always in the ∂ form.
        """
        left, right = float(LEFT), float(width - RIGHT)
        y = 2.0
        sums = [card for card in page.cards if card.number < 3 and card.number in shown]
        alone = bare and len(sums) < 2
        self._titles = len(shown) > 1 and not alone  # else a tab says it too
        self._gap = TIGHT_GAP if tight else GAP
        self._bare, self._copies, self._tight = bare, bare or page.curve is not None or 3 not in shown, tight
        if page.curve is not None and 1 in shown:
            y = self._neuron(page, page.curve, left, right, y)
        if page.form == "delta" or shown == (1,) or len(sums) != 1:
            y = self._side_by_side(sums, left, right, y)
        else:
            y = self._chain(sums[0], left, right, y)
        if 3 in shown:
            if not bare or page.example is None:
                y = self._batch(page, left, right, y)
            self._titles = len(shown) > 1 and not bare
            for card in page.cards:
                if card.number == 3:
                    y = self._update(card, left, right, y)
        self.height = y if bare else y - self._gap + BOTTOM

    def _neuron(self, page: Page, curve: Curve, left: float, right: float, top: float) -> float:
        def inside(x: float, end: float, y: float) -> float:
            drawing, number = self.drawing, (page.example or 0) + 1
            width = drawing.text(x, top + 20, curve.title, "form", "text", 600)
            drawing.text(x + width + 8, top + 20, curve.formula, "form", "t2")
            drawing.text(
                end, top + 20, f"example {number:,} of {len(page.bars):,}", "form", "acc", 600, "right"
            )
            return draw_neuron(drawing, self._theme, curve, x, end, y)

        return self._framed(left, right, top, inside, None)

    @property
    def stops(self) -> list[Stop]:
        """All that can be asked; of the bars the one that is looked at."""
        found = list(self.drawing.stops)
        if self.bars is not None:
            found.append(self._bar_stop(self.bars, self.bars.example or 0))
        return found

    def bar_at(self, at: QPointF) -> Stop | None:
        """The bar under a point."""
        if self.bars is None or not self.bars.place.contains(at):
            return None
        return self._bar_stop(self.bars, self.bars.at(at.x()))

    def bar_tips(self, at: QPoint) -> list[Tip]:
        """What the bar under a point says, or that of the example that is looked at."""
        if self.bars is None:
            return []
        stop = self.bar_at(QPointF(at)) or self._bar_stop(self.bars, self.bars.example or 0)
        return [(stop.place, stop.tip)]

    def _bar_stop(self, bars: Bars, example: int) -> Stop:
        tip = bars.tell(example, self._bar_name)
        return Stop(bars.box(example), tip, lambda: self._asked.chosen.emit(example + 1))

    def _side_by_side(self, cards: list[Card], left: float, right: float, top: float) -> float:
        if not cards:
            return top
        half = (right - left - BESIDE) / 2
        two = len(cards) == 2 and right - left >= TWO_COLUMNS and self._fits(cards, half)
        wide = half if two else right - left
        y, begins, bottoms = top, [], []
        for place, card in enumerate(cards):
            x = left + place * (wide + BESIDE) if two else left
            begins.append((len(self.drawing.paints), x, y))
            bottom = self._sums(card, x + PADDING, x + wide - PADDING, y)
            bottoms.append(bottom)
            y = top if two else bottom + self._gap
        bottom = max(bottoms)
        for place, (at, x, begin) in enumerate(begins):
            end = bottom if two else bottoms[place]
            self.drawing.frame(QRectF(x, begin, wide, end - begin), "canvas", "line", 8, at + place)
        return bottom + self._gap

    def _fits(self, cards: list[Card], wide: float) -> bool:
        """Whether all sums have room in a card so wide."""
        inside = wide - 2 * PADDING
        return all(sums_width(self.drawing, table) <= inside for card in cards for table in card.tables)

    def _sums(self, card: Card, left: float, right: float, top: float) -> float:
        y = self._title(card, left, top)
        for table in card.tables:
            y = draw_sums(self.drawing, table, left, right, y)
        if card.note:
            for line in card.note.split("\n"):
                self.drawing.text(left, y + 13, line, "caption", "t2")
                y += 18
        if card.number == 2 and self._titles and self._copies and not self._bare:
            self._links(right, top, short=True)
        return y + 6

    def _title(self, card: Card, left: float, top: float) -> float:
        """Write a card's title, unless it stands alone under a tab that says it; give where it goes on."""
        if not self._titles:
            return top + 6
        draw_title(self.drawing, card, left, top)
        return top + TITLE

    def _chain(self, card: Card, left: float, right: float, top: float) -> float:
        def inside(x: float, end: float, y: float) -> float:
            if self._titles:
                self._links(end, top, short=False)
                self._copies = True
            return draw_chain(self.drawing, card, x, end, y)

        return self._framed(left, right, top, inside, card)

    def _links(self, right: float, top: float, *, short: bool) -> None:
        """Copy as text, copy as LaTeX, at the right of a title."""
        y, copied = top + 20, self._asked.copied
        words = ("LaTeX", "Text") if short else ("Copy as LaTeX", "Copy as text")
        for word, what, tip in zip(words, ("latex", "text"), (LATEX_TIP, TEXT_TIP), strict=True):
            right -= self.drawing.link(right, y, word, tip, partial(copied.emit, what)) + 14

    def _framed(
        self, left: float, right: float, top: float, inside: Callable[[float, float, float], float],
        card: Card | None,
    ) -> float:  # fmt: skip
        at = len(self.drawing.paints)
        begin = top + TITLE if card is None else self._title(card, left + PADDING, top)
        bottom = inside(left + PADDING, right - PADDING, begin) + 6
        self.drawing.frame(QRectF(left, top, right - left, bottom - top), "canvas", "line", 8, at)
        return bottom + self._gap

    def _batch(self, page: Page, left: float, right: float, top: float) -> float:
        """The bars: low beside their words in the ∂ form, else under them."""
        drawing = self.drawing
        self._bar_name = "∂ℓ/∂b" if page.gradient.name.plain.startswith("∂L/∂b") else "∂ℓ/∂w"
        low = (page.form == "chain" or self._tight) and page.example is not None
        count, mean = len(page.bars), float(page.bars.mean())
        if low:
            how = "mean" if "mean" in page.whole or count == 1 else "sum"
            x = left + drawing.formula(left, top + 17, page.each, 13, "t2") + 4
            x += drawing.text(x, top + 17, f"of each example; {how} of {count:,}:", "form", "t2") + 10
            wide = drawing.number(right, top + 17, page.gradient, role="body", weight=600)
            place, y = QRectF(x, top + 2, right - wide - 12 - x, LOW_BARS), top + LOW_BARS + 6
        else:
            drawing.formula(left, top + 17, page.whole, 14.5)
            drawing.number(right, top + 18, page.gradient, role="readout", weight=600)
            alone = all(card.number == 3 for card in page.cards)
            high = HIGH_BARS if alone else BARS
            place, y = QRectF(left, top + 28, right - left, high), top + 28 + high + 4
            if alone and count > 1:
                drawing.text(left, y + 12, NO_PRODUCT, "caption", "t2")
                y += 18
        self.bars = Bars(page.bars, mean, page.example, place)
        bars, theme = self.bars, self._theme
        drawing.paints.append(lambda painter: bars.paint(painter, theme))
        return y + self._gap - 4

    def _update(self, card: Card, left: float, right: float, top: float) -> float:
        def inside(x: float, end: float, y: float) -> float:
            if self._titles and not self._copies:
                self._links(end, top, short=False)
            return draw_lines(self.drawing, card.tables[0].ends, x, end, y - 2, tight=self._tight)

        return self._framed(left, right, top, inside, card)
