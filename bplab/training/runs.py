"""The current run, and what is kept of earlier ones."""

from collections.abc import Iterable
from dataclasses import replace

from bplab.errors import UserError
from bplab.training.record import Record, ReducedRecord
from bplab.training.run import Run
from bplab.training.snapshot import RunState
from bplab.training.timeline import MOST_BYTES as CURRENT_BYTES
from bplab.training.timeline import Timeline
from bplab.training.trainer import Trainer

MOST_BYTES = 256 << 20  # of all runs
KEPT_BYTES = MOST_BYTES - CURRENT_BYTES  # of the checkpoints of all earlier runs

AnyRecord = Record | ReducedRecord


class Runs:
    """Every run is kept; where there is no room for all of it, what it takes to train it again."""

    def __init__(self) -> None:
        self.current: Run | None = None
        self.records: dict[int, AnyRecord] = {}  # by number, in the order in which they were left

    @property
    def trainer(self) -> Trainer:
        """That of the current run.

        Raises: UserError if there is none.
        """
        if self.current is None:
            raise UserError("There is no experiment to train yet.")
        return self.current.trainer

    @property
    def number(self) -> int:
        """That of the current run; 0 if there is none."""
        return 0 if self.current is None else self.current.number

    @property
    def is_training(self) -> bool:
        """Whether the current run is trained."""
        return self.current is not None and self.current.state is RunState.RUNNING

    @property
    def is_ending(self) -> bool:
        """Whether the current run has been interrupted while it evaluated an epoch."""
        return self.current is not None and self.current.trainer.is_ending

    def begin(self, run: Run) -> None:
        """Make another run the current one."""
        if self.current is not None:
            self.current.rest()
            record = Record.of(self.current)
            self.records[record.number] = record if record.now.step else record.reduced()
        self.records.pop(run.number, None)
        self.current = run
        self._make_room()

    def adopt(self, records: Iterable[AnyRecord]) -> None:
        """Have these runs in place of all others; none of them is the current one yet."""
        self.current, self.records = None, {record.number: record for record in records}

    def _make_room(self) -> None:
        """Thin the checkpoints of earlier runs, then reduce the oldest ones to what they must keep."""
        whole = [record for record in self.records.values() if isinstance(record, Record)]
        if sum(Timeline(one.checkpoints).nbytes for one in whole) > KEPT_BYTES:
            for record in whole:
                timeline = Timeline(record.checkpoints)
                timeline.thin(KEPT_BYTES // len(whole))
                self.records[record.number] = replace(record, checkpoints=tuple(timeline.checkpoints))
        for record in whole[:-1]:
            if self.nbytes > MOST_BYTES:
                self.records[record.number] = record.reduced()

    def keep(self, record: AnyRecord) -> None:
        """Add a run that was made elsewhere."""
        self.records[record.number] = record
        self._make_room()

    def rename(self, number: int, title: str) -> None:
        """Name a run, or let it be named by what is different."""
        if self.current is not None and self.current.number == number:
            self.current.title = title
        elif number in self.records:
            self.records[number] = replace(self.records[number], title=title)

    def forget(self, number: int) -> None:
        """Drop a run that will not be requested again."""
        self.records.pop(number, None)

    @property
    def collected(self) -> tuple[AnyRecord, ...]:
        """Records of all runs by number, with their histories up to now, which do not grow."""
        current = () if self.current is None else (Record.of(self.current),)
        found = sorted((*self.records.values(), *current), key=lambda record: record.number)
        return tuple(_frozen(record) for record in found)

    @property
    def nbytes(self) -> int:
        """The memory of all records, with the data that the current run does not share."""
        builds = [record.build for record in self.records.values() if isinstance(record, Record)]
        data = {id(build.prepared): build.nbytes for build in builds}
        if self.current is not None:
            data.pop(id(self.current.trainer.build.prepared), None)
        return sum(record.nbytes for record in self.records.values()) + sum(data.values())


def _frozen(record: AnyRecord) -> AnyRecord:
    if isinstance(record, ReducedRecord):
        return record
    return replace(record, history=record.history.until(record.now.step, record.now.epoch))
