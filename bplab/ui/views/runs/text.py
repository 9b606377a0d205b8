"""The texts of the table of runs: a row in words, tips, all of it to paste."""

from collections.abc import Sequence

from PySide6.QtGui import QFontMetricsF

from bplab.experiment.differences import Trait
from bplab.numerals import exact
from bplab.training.metrics import PartScore
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.runs.group_rows import REACH, GroupRow, SeedRow, described_group
from bplab.ui.views.runs.layout import APART, INDENT, RunsLayout
from bplab.ui.views.runs.painter import CURRENT, FIXED, PAD, heading_of
from bplab.ui.views.runs.rows import AnyRow, RunRow, RunTable

HELPS = {
    "title": "What differs from the run that it came from. F2 renames a run.",
    "origin": "The run that it branched off from, and at which step.",
    "train_loss": "Loss on the training examples, measured at the end of the last epoch.",
    "test_loss": "Loss on the test examples, which are never used for training.",
    "count": "The share of test examples that are predicted correctly.",
    "curve": "The training loss over the epochs.",
}
SORTS = "Click to sort by it; a third click sorts newest first again."
TITLE, ORIGIN, WORD = 60.0, 40.0, 24.0  # pixels kept of a name, of where a run is from, of a setting in words
REACH_ROOM, REACH_LEAST = 165.0, 30.0  # pixels for the counts of a group, and "median"
LOSSES = "train_loss", "test_loss"
LOSS = "0.00e−0"  # what a loss may need in the course of training, for which columns keep their places
CLOSE = 4.0  # pixels between a percentage and its counts
Widths = list[tuple[str, float]]
Kept = list[tuple[str, float, float]]
EMPTY = "No run yet. Press Space to train."


def description(table: RunTable, row: AnyRow | None, heading: str | None, sort: tuple[str, bool]) -> str:
    """Read aloud where keys are: at a heading, or at a row."""
    if heading is not None:
        way = (", falling" if sort[1] else ", rising") if sort[0] == heading else ""
        return f"Sort by {heading_of(table, heading)}{way}"
    if row is None:
        return ""
    return described(row, table) if isinstance(row, RunRow) else described_group(row)


def described(row: RunRow, table: RunTable) -> str:
    """Read a row aloud."""
    run = row.run
    parts = [run.title, *([CURRENT] if row.is_current else []), *(["chosen"] if row.is_chosen else [])]
    parts += [f"from {run.origin}" if run.parent else run.origin, *_settings(row, table)]
    parts += [f"{name} {text}" for name, text in zip(("train loss", "test loss"), row.losses, strict=True)]
    parts += [f"test accuracy {' '.join(row.accuracy)}"] if row.accuracy[1] else []
    return ", ".join([*parts, f"{run.step:,} steps", run.state.value])


def _settings(row: RunRow, table: RunTable) -> list[str]:
    return [f"{heading} {row.setting(table.trait(key))}" for key, heading, _ in table.settings]


def tips_of(table: RunTable, plan: RunsLayout, shown: Sequence[AnyRow]) -> list[Tip]:
    """Explain the headings, and give each number in full precision."""
    helps = {**HELPS, **{key: text for key, _, text in table.settings}}
    found = [
        (plan.heading(key), f"{text}\n{SORTS}" if key != "curve" else text) for key, text in helps.items()
    ]
    for slot, row in enumerate(shown):
        if not isinstance(row, RunRow):
            found.append((plan.row(slot), described_group(row).replace(", ", "\n", 1)))
            continue
        scores = row.run.evaluation
        found += [
            (plan.cell("title", slot), _run_tip(row)),
            (plan.cell("origin", slot), row.run.origin),
            (plan.cell("train_loss", slot), _loss_tip("Train loss", scores.train)),
            (plan.cell("test_loss", slot), _loss_tip("Test loss", scores.test)),
            (plan.cell("curve", slot), f"{row.run.title}: {HELPS['curve'].lower()}"),
        ]
        found += [
            (plan.cell(key, slot), f"{heading}: {row.setting(table.trait(key))}")
            for key, heading, _ in table.settings
        ]
    return [tip for tip in found if tip[1]]


def _run_tip(row: RunRow) -> str:
    run = row.run
    lines = [run.title, f"{run.step:,} steps, {run.epoch:,} epochs · {run.state.value}"]
    if run.difference and run.difference != run.title:
        lines.insert(1, run.difference)
    if not run.kept:
        lines.append("Its steps are not kept: it is trained again before it is shown.")
    return "\n".join([*lines, "" if row.is_current else "Double-click or Enter goes to this run."]).strip()


def _loss_tip(name: str, part: PartScore) -> str:
    return "" if part.loss is None else f"{name} {exact(part.loss)}"


def table_text(table: RunTable) -> str:
    """All rows in full precision, tab-separated."""
    settings = [heading for _, heading, _ in table.settings]
    lines = [["run", "from", *settings, "steps", "train loss", "test loss", "test correct", "test examples"]]
    for row in table.rows:
        scores, told = row.run.evaluation, [row.setting(table.trait(key)) for key, _, _ in table.settings]
        figures = scores.train.loss, scores.test.loss, scores.test.correct, scores.test.count
        numbers = ["" if figure is None else repr(figure) for figure in figures]
        lines.append([row.run.title, row.run.origin, *told, str(row.run.step), *numbers])
    return "\n".join(map("\t".join, lines)) if table.rows else ""


def _is_whole(row: RunRow, trait: Trait | None) -> bool:
    """Whether a setting is to be read whole: what a run differs in, and numbers, whose parts are others."""
    if trait is None:
        return False
    return trait.key in row.run.differing or isinstance(trait.value(row.run.spec), int | float)


def _all_right(counts: str) -> str:
    """Counts when all examples are right, which need most room: (120/120) for (63/120)."""
    total = counts.rpartition("/")[2]
    return f"({total.rstrip(')')}/{total}"


def needed_widths(table: RunTable, theme: Theme) -> tuple[Kept, Widths]:
    """What the columns at the left need, and what is kept of it; then what those of figures need.

    Units: pixels.
    """
    form, bold = QFontMetricsF(theme.font("form")), QFontMetricsF(theme.font("form", 600))
    heads, rows, every = QFontMetricsF(theme.font("caption")), table.rows, table.all_rows
    chip = heads.horizontalAdvance(CURRENT) + 4 * PAD
    titles = [(bold.horizontalAdvance(row.run.title), chip if row.is_current else 0.0) for row in rows]
    origins = [form.horizontalAdvance(row.run.origin) for row in rows]
    for group in table.groups:
        is_current = isinstance(group, SeedRow) and group.is_current
        titles.append((bold.horizontalAdvance(group.title), chip + INDENT if is_current else 0.0))
        origins.append(bold.horizontalAdvance(group.seeds) if isinstance(group, GroupRow) else 0.0)
    title, origin = max((name for name, _ in titles), default=0.0), max(origins, default=0.0)
    left = [("title", max(map(sum, titles), default=0.0), min(title, TITLE))]
    left.append(("origin", origin, min(origin, ORIGIN)))
    if table.has_only_groups:
        left.append((REACH, REACH_ROOM, REACH_LEAST))
    for key, heading, _ in () if table.has_only_groups else table.settings:
        trait = table.trait(key)
        values = [(bold.horizontalAdvance(row.setting(trait)), _is_whole(row, trait)) for row in rows]
        kept = max((wide if whole else min(wide, WORD) for wide, whole in values), default=0.0)
        left.append((key, max([heads.horizontalAdvance(heading), *(wide for wide, _ in values)]), kept))
    counts = [row.accuracy[1] for row in every]
    figures: dict[str, tuple[QFontMetricsF, list[str]]] = {
        "train_loss": (bold, [LOSS, *(row.losses[0] for row in every)]),
        "test_loss": (bold, [LOSS, *(row.losses[1] for row in every)]),
        "percent": (bold, ["00.0 %", *(row.accuracy[0] for row in every)]),
        "count": (bold if table.groups else form, ["(00/00)", *counts, *map(_all_right, counts)]),
    }
    right = []
    for key, (metrics, texts) in figures.items():
        width = max(map(metrics.horizontalAdvance, texts))
        head = heads.horizontalAdvance(FIXED[key]) if key in LOSSES else 0.0
        right.append((key, max(width, head) + (CLOSE if key == "count" else APART)))
    return [(key, width + APART, least + APART) for key, width, least in left], right
