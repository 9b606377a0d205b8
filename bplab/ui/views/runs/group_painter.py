"""Paints the table with the rows of other seeds: a group with its counts or its progress, and its runs."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme
from bplab.ui.views.runs.group_rows import GroupRow, SeedRow
from bplab.ui.views.runs.layout import APART, INDENT, ROW, RunsLayout
from bplab.ui.views.runs.painter import RunsPainter
from bplab.ui.views.runs.rows import RunRow, RunTable

BUTTON, BUTTON_HEIGHT = 64, 20  # of Cancel
TRACK = 6  # height of the bar
COUNTS, GAP = 88, 12  # room for "5 of 5 so far", and between parts
MARK, TICK = 13, 18  # size of a tick, and from its left edge to the words after it
MEDIAN = "median"


class GroupPainter:
    """Draws parts with one painter, as those of the runs are drawn."""

    def __init__(self, painter: QPainter, theme: Theme, layout: RunsLayout, parts: RunsPainter) -> None:
        self._painter, self._theme, self._layout, self._parts = painter, theme, layout, parts

    def group(self, slot: int, row: GroupRow, *, named: bool) -> None:
        """Draw a group in its place; `named`: the heading does not say what is counted."""
        layout, theme, text = self._layout, self._theme, self._parts.text
        bold, ink = theme.font("form", 600), theme.color("t2")
        icon = "chevron-down" if row.is_open else "chevron-right"
        draw_icon(self._painter, icon, ink, layout.box(slot).adjusted(1, 1, -1, -1))
        text(layout.cell("title", slot).adjusted(0, 0, -APART, 0), row.title, bold, "text")
        seeds = theme.font("form", 600 if row.is_chosen else None)
        text(layout.cell("origin", slot), row.seeds, seeds, "text" if row.is_chosen else "t2")
        zone, (reached, below) = reach_zone(layout, slot), row.counts
        ends = text(zone, row.named_count if named else reached, bold, "acc" if row.is_chosen else "text")
        if not row.group.is_over:
            self._progress(slot, row, max(ends, zone.left() + COUNTS) + GAP)
            return
        caption = theme.font("caption")
        ends = text(zone.adjusted(ends + GAP - zone.left(), 0, 0, 0), below, caption, "t2")
        loss = layout.cell("train_loss", slot)
        width = QFontMetricsF(bold).horizontalAdvance(row.losses[0])
        right = loss.right() - width - 4
        if right - QFontMetricsF(caption).horizontalAdvance(MEDIAN) > ends:  # else there is no room for it
            text(QRectF(right - 80, loss.top(), 80, ROW), MEDIAN, caption, "t2", right=True)
        self._figures(slot, row)
        self._parts.curve(layout.cell("curve", slot), row.curve, "acc" if row.is_chosen else "t2")

    def seed(self, slot: int, row: SeedRow) -> None:
        """Draw a run of a group in its place."""
        layout, theme, text = self._layout, self._theme, self._parts.text
        self._parts.title(
            layout.cell("title", slot).adjusted(INDENT, 0, 0, 0), row.title, current=row.is_current
        )
        zone, (at, more) = reach_zone(layout, slot), row.reached
        ends = zone.left()
        if at:
            tick = QRectF(zone.left() - 1, zone.center().y() - MARK / 2, MARK, MARK)
            draw_icon(self._painter, "check", theme.color("ok"), tick)
            ends = text(zone.adjusted(TICK, 0, 0, 0), at, theme.font("form"), "t2")
        text(zone.adjusted(ends + 5 - zone.left(), 0, 0, 0), more, theme.font("caption"), "t3")
        self._figures(slot, row)
        self._parts.curve(layout.cell("curve", slot), row.curve, "t2")

    def _figures(self, slot: int, row: GroupRow | SeedRow) -> None:
        self._parts.figures(slot, row.losses, row.accuracy, strong=isinstance(row, GroupRow))

    def _progress(self, slot: int, row: GroupRow, begin: float) -> None:
        """How much of all is trained, and what is trained now."""
        button, theme = cancel_place(self._layout, slot), self._theme
        font = theme.font("caption")
        words = QFontMetricsF(font).horizontalAdvance(row.group.longest)
        left = button.left() - 2 * GAP - words
        self._parts.text(QRectF(left, button.top(), words + 4, button.height()), row.group.doing, font, "t2")
        track = QRectF(begin, button.center().y() - TRACK / 2, max(0.0, left - GAP - begin), TRACK)
        draw_frame(self._painter, track, theme.color("line"), None, TRACK / 2)
        made = QRectF(track)
        made.setWidth(max(TRACK, track.width() * row.group.done))
        draw_frame(self._painter, made, theme.color("acc"), None, TRACK / 2)


def reach_zone(layout: RunsLayout, slot: int) -> QRectF:
    """Where the counts of a group stand: over all columns of settings."""
    left = layout.cell("origin", slot).right()
    return QRectF(left, layout.row(slot).top(), layout.cell("train_loss", slot).left() - left, ROW)


def cancel_place(layout: RunsLayout, slot: int) -> QRectF:
    """Where the button stands that ends a group."""
    row = layout.row(slot)
    top = row.top() + (ROW - 1 - BUTTON_HEIGHT) / 2
    return QRectF(row.right() - BUTTON, top, BUTTON, BUTTON_HEIGHT)


def paint_table(
    painter: QPainter,
    theme: Theme,
    plan: RunsLayout,
    table: RunTable,
    top: int,
    sort: tuple[str, bool, str | None],  # column, whether it falls, heading that keys are at
    seen: QRectF,
) -> None:
    """Draw the headings, and the rows from one on, as far as they lie in what is to be seen."""
    shown = table.all_rows[top : top + plan.slots]
    parts = RunsPainter(painter, theme, plan)
    groups = GroupPainter(painter, theme, plan, parts)
    if seen.top() < plan.row(0).top():
        parts.headings(table, *sort)
    parts.grounds(shown)
    parts.lanes(table, top - len(table.groups))
    for slot, row in enumerate(shown):
        if not plan.row(slot).intersects(seen):
            continue
        if isinstance(row, RunRow):
            parts.row(slot, row, table)
        elif isinstance(row, GroupRow):
            groups.group(slot, row, named=not table.has_only_groups)
        else:
            groups.seed(slot, row)
