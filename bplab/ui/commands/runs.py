"""What can be done with runs: return to one, name it, delete it, train it with other seeds or one change."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from bplab.storage.document import Document
from bplab.training.build import build
from bplab.training.changes import spec_after
from bplab.training.record import Record, ReducedRecord
from bplab.training.run import Origin
from bplab.training.run_summary import RunSummary
from bplab.training.trainer import Trainer
from bplab.trials.background import Background
from bplab.ui.background.seeds import Made, SeedGroups
from bplab.ui.background.variants import MadeVariant, Variants
from bplab.ui.controls.notice import Notice, Rank
from bplab.ui.dialogs.other_seeds import ask_seeds
from bplab.ui.dialogs.same_start import FIRST, ask_change
from bplab.ui.run_list import RunList
from bplab.ui.session import Session
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.shell.workspace import Workspace
from bplab.ui.style.theme import Theme
from bplab.ui.undo import Act

SEEDS = "seeds"
UNTRAINED = "Train this run first: the others are trained as long as it."


class RunCommands(QObject):
    """Does what the Runs tab and menu ask for."""

    asked = Signal(object, str)  # Made, and a setting to be changed, or SEEDS; from the training thread

    def __init__(
        self,
        session: Session,
        run_list: RunList,
        workspace: Workspace,
        window: MainWindow,
        theme: Theme,
        report: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._session, self._run_list, self._context = session, run_list, workspace.context
        self._window, self._theme = window, theme
        self.background = Background()
        self.groups = SeedGroups(self.background, self)
        self.variants = Variants(self.background, self)
        self._to_draw: set[int] = set()  # runs that are not in the list yet
        self._oldest = 0  # the number of the first run of the document
        self._names: dict[int, str] = {}  # given by hand, by run; others are named by what is different
        for source in (self.groups, self.variants):
            source.failed.connect(session.failed)
            source.bug.connect(report)
        workspace.sidebar.same_start_wanted.connect(self._look)
        self._connect()

    def _connect(self) -> None:
        context = self._context
        context.run_wanted.connect(self.go_to)
        context.run_renamed.connect(self.rename)
        context.runs_deleted.connect(self.delete)
        context.other_seeds_wanted.connect(self.calls["other_seeds"])
        context.runs_changed.connect(self._draw_new)
        context.seed_wanted.connect(self.open_seed)
        context.group_deleted.connect(self.delete_group)
        context.group_cancelled.connect(self.groups.cancel)
        self.groups.changed.connect(context.set_groups)
        self.variants.made.connect(self._keep)
        self.variants.advanced.connect(self._tell)
        self.asked.connect(self._ask)
        self._session.run_changed.connect(self._leave_curves)
        self._run_list.changed.connect(self._name_groups)

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {
            "same_start": lambda: self._look(FIRST),
            "other_seeds": lambda: self._look(SEEDS),
        }

    def go_to(self, number: int) -> None:
        """Make a run the current one, where it stood."""
        run = self._run_list.find(number)
        if run is not None:
            origin = run.parent if run.parent is not None and run.parent.step else None
            self._session.return_to(number, run.title, run.spec, origin)

    def rename(self, number: int, title: str) -> None:
        """Give a run a name; without one it is named by what is different."""
        shown, given = self._run_list.title_of(number), self._names.get(number, "")
        if title.strip() != shown:
            name = partial(self._name, number)
            self._push(f"Rename {shown}", partial(name, title.strip()), partial(name, given))

    def _name_groups(self, runs: tuple[RunSummary, ...]) -> None:
        for run in runs:
            self.groups.rename(run.number, run.title)

    def _name(self, number: int, title: str) -> None:
        self._names[number] = title
        self._run_list.rename(number, title)

    def adopt(self, document: Document) -> None:
        """Go on with the runs of a document: what was trained for others has no place among them."""
        self.variants.cancel()
        self.groups.clear()
        self._to_draw.clear()
        self._names = {record.number: record.title for record in document.runs if record.title}
        self._oldest = min(record.number for record in document.runs)

    def delete(self, numbers: tuple[int, ...]) -> None:
        """Leave runs out of the list; undo brings them back."""
        titles = ", ".join(map(self._run_list.title_of, numbers))
        hide = partial(self._run_list.hide, numbers)
        self._push(f"Delete {titles}", partial(hide, on=True), partial(hide, on=False))

    def delete_group(self, key: int) -> None:
        """Delete a group of other seeds; undo brings back what was made."""
        group = self.groups.groups.get(key)
        if group is not None:
            remove, restore = partial(self.groups.remove, key), partial(self.groups.restore, group)
            self._push(f"Delete {group.title}", remove, restore)

    def open_seed(self, key: int, seed: int) -> None:
        """Make the run with one of the seeds of a group the current one; it is trained again for it."""
        group, end = self.groups.groups.get(key), self.groups.end_of(key, seed)
        if group is None or end is None:
            return
        number, origin = self._session.reserve(), Origin(group.run, 0)
        own = self._session.own_of(end.spec)
        record = ReducedRecord(number, "", origin, end.spec, end.changes, end.final, {}, own)
        self._run_list.add(lambda: record)
        self._session.return_to(number, f"seed {seed:,}", spec_after(end.spec, end.changes), None)

    def close(self) -> None:
        """Train nothing in the background any more."""
        self.background.close()

    def _push(self, text: str, redo: Callable[[], object], undo: Callable[[], object]) -> None:
        self._session.undo_stack.push(Act(text, redo, undo))

    def _look(self, change: str) -> None:
        """Ask the training thread what the current run is made of, to train it with a change."""
        number = self._session.run
        title = self._run_list.title_of(number)

        def look(trainer: Trainer) -> None:
            made_of, changes = trainer.build, tuple(trainer.changes)
            made = Made(number, title, made_of.spec, changes, trainer.step, made_of.own)
            self.asked.emit(made, change)

        self._session.look(look)

    def _ask(self, run: Made, change: str) -> None:
        if not self._window.isVisible() or run.number < self._oldest:
            return  # the window or the document was closed meanwhile
        if not run.step:
            self._session.failed.emit(UNTRAINED)
        elif change == SEEDS:
            ask_seeds(self._window, self._theme, run, lambda count: self._draw(self.groups.start(run, count)))
        elif self.variants.busy:
            self._session.failed.emit("Runs from the same start are being trained; wait for them, or cancel.")
        else:
            begin = partial(self.variants.start, run.number)
            ask_change(self._window, self._theme, run, begin, change)

    def _draw(self, group: int | None) -> None:
        self._context.draw_group(group)

    def _keep(self, made: MadeVariant) -> None:
        """Put a run that was made in the background among the others, and into the curves."""
        if made.parent < self._oldest:
            return  # it was made for a document that is not open any more
        number, result = self._session.reserve(), made.result
        own = self._session.own_of(result.spec)

        def record() -> Record:
            origin, made_of = Origin(made.parent, 0), build(result.spec, own)
            return Record(
                number, "", origin, made_of, result.changes, result.now, (), result.history, result.end
            )

        self._run_list.add(record)
        self._to_draw.add(number)

    def _leave_curves(self) -> None:
        """Draw nothing of another experiment beside the one that is opened."""
        if not self._session.is_related:
            self._context.overlay(())
            self._context.draw_group(None)

    def _draw_new(self) -> None:
        """Draw the curves of runs that were made in the background beside those of the current one."""
        new = self._to_draw & {run.number for run in self._context.runs}
        if new:
            self._to_draw -= new
            self._context.overlay((*(run.number for run in self._context.overlaid), *sorted(new)))

    def _tell(self, doing: str) -> None:
        """Say in the notice bar what is trained, with a way to end it."""
        notice: Notice = self._window.notice
        if doing:
            notice.tell(
                "Training from the same start.",
                doing,
                "info",
                [("Cancel", self.variants.cancel)],
                Rank.ANSWER,
            )
        else:
            notice.withdraw(Rank.ANSWER)
