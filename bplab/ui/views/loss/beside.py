"""What the loss plot shows beside the current run: other runs, or how other seeds spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bplab.training.run_summary import RunSummary
from bplab.trials.group import SeedGroup
from bplab.ui.style.theme import Theme
from bplab.ui.views.loss.overlay import last_epoch, legend_of, others_of
from bplab.ui.views.loss.series import Series
from bplab.ui.views.loss.spread import ShownSpread
from bplab.ui.views.plot.bands import Band
from bplab.ui.views.plot.curves import Line
from bplab.ui.views.plot.others import Other
from bplab.ui.views.plot.threshold import Threshold


@dataclass(frozen=True, eq=False)
class Drawn:
    """Everything that is drawn, and what the axes have to hold."""

    others: Sequence[Other] = ()
    named: str = ""  # the current run, if others have names
    held: Sequence[Line] = ()
    last: float = 0.0  # epoch
    bands: Sequence[Band] = ()
    threshold: Threshold | None = None


class Beside:
    """The runs and the seeds that were asked for."""

    def __init__(self) -> None:
        self._runs: tuple[RunSummary, ...] = ()
        self._titles: dict[int, str] = {}  # of all runs
        self._seeds: ShownSpread | None = None

    def set_runs(self, runs: Sequence[RunSummary], titles: Mapping[int, str]) -> bool:
        """Other runs are to be drawn; return whether anything is new."""
        old, self._runs, self._titles = (*self._runs, *self._titles.items()), tuple(runs), dict(titles)
        return old != (*self._runs, *self._titles.items())

    def set_seeds(self, group: SeedGroup | None, threshold: float) -> bool:
        """Seeds are to be drawn, as far as they are trained; return whether anything is new."""
        old = self._seeds
        self._seeds = None if group is None or not group.found.runs else ShownSpread(group, threshold)
        if old is None or self._seeds is None:
            return old is not self._seeds
        return (old.group.found, old.threshold) != (self._seeds.group.found, threshold)

    def seeds(self, what: str) -> ShownSpread | None:
        """The seeds that are drawn; only their losses are known."""
        return self._seeds if what == "loss" else None

    def runs(self, run: int) -> tuple[RunSummary, ...]:
        """The runs that are drawn, without the current one."""
        return tuple(one for one in self._runs if one.number != run)

    def series(self, parts: list[Series], run: int, what: str) -> list[Series]:
        """The lines of the current run."""
        seeds = self.seeds(what)
        return parts if seeds is None else seeds.series(parts, run, self._titles.get(run, ""))

    def legend(self, parts: list[Series], run: int, what: str, theme: Theme, room: float) -> list[Series]:
        """The legend of everything that is drawn."""
        series, seeds = self.series(parts, run, what), self.seeds(what)
        series = series if seeds is None else seeds.legend(series)
        return legend_of(self.runs(run), series, theme, room)

    def drawn(
        self, run: int, what: str, theme: Theme, points: int, log: bool, smoothing: float, *, named: bool
    ) -> Drawn:
        """Everything beside the current run; `named` also names in the plot what the legend leaves out."""
        runs, seeds = self.runs(run), self.seeds(what)
        others = others_of(runs, what, theme, points, log, smoothing)
        held, last = [other.line for other in others], last_epoch(runs)
        own = self._titles.get(run, "") if runs else ""
        if seeds is None:
            return Drawn(others, own, held, last)
        others.append(seeds.median(theme, points, log, named=named))
        return Drawn(
            others, own, [*held, *seeds.extent(log)], max(last, seeds.last),
            seeds.bands(theme, points, log), seeds.line(log),
        )  # fmt: skip
