"""What stands around the picture of a network, and how much room it leaves."""

from dataclasses import dataclass

FLOOR = 52.0  # kept free below the last neuron: the grip, the hint before the first step
LEAST_FLOOR = 26.0  # for a small hint
BARE_FLOOR = 4.0  # without captions
ROOMY_ROWS = 6  # columns with at most this many neurons leave room below them even in low windows
CAPTIONED = 240.0  # height from which a presented picture has captions
# Space beside the outermost columns without cards but with numbers; less if the pitch is short.
SIDES = ((120.0, 150.0), (104.0, 140.0))
PRESENTED_SIDES = ((80.0, 140.0),)


@dataclass(frozen=True)
class Surroundings:
    """Whether titles replace cards, a walk needs room, the picker is inside, and it is presented."""

    plain: bool = False
    dense: bool = False
    picker: bool = True  # in the lower left corner
    presented: bool = False
    bare: bool = False  # presented without captions

    def has_captions(self, height: float) -> bool:
        """Whether captions are under the picture; in a low presentation numbers need their room."""
        return not self.presented or (height >= CAPTIONED and not self.bare)

    def floor(self, rows: int, height: float) -> float:
        """What is kept free at the bottom; in lower windows, the neurons need the space there themselves."""
        if self.presented:
            return LEAST_FLOOR if self.has_captions(height) else BARE_FLOOR
        return min(max(0.5 * (height - (180 if rows <= ROOMY_ROWS else 230)), LEAST_FLOOR), FLOOR)

    @property
    def sides(self) -> tuple[tuple[float, float], ...]:
        """The space that numbers ask for at the left and at the right of the outermost columns."""
        return () if not self.plain else PRESENTED_SIDES if self.presented else SIDES


USUAL = Surroundings()
