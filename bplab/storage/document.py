"""What a file holds, as frozen data: all runs of an experiment, and which of them is trained."""

from dataclasses import dataclass

from bplab.training.runs import Record


@dataclass(frozen=True, eq=False)
class Document:
    """The runs of one moment, by number."""

    runs: tuple[Record, ...] = ()
    current: int = 0  # the number of the run that is trained; 0 for none

    def run(self, number: int) -> Record | None:
        """A run by its number; None where it is not held."""
        return next((record for record in self.runs if record.number == number), None)

    @property
    def nbytes(self) -> int:
        """The memory that it takes."""
        return sum(record.nbytes for record in self.runs)
