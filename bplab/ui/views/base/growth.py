"""Whether what grows while training runs has grown so far that it can be seen."""

from operator import sub


class Growth:
    """Lets a picture leave out a round in which nothing in it moves farther than a little.

    It never leaves out two in a row: what stands on screen together is at most two rounds apart.
    """

    def __init__(self) -> None:
        self._what: object = None  # is drawn
        self._places: tuple[float, ...] = ()  # where it is drawn
        self._left_out = False

    def forget(self) -> None:
        """Draw whatever comes next."""
        self._what = None

    def calls_for_drawing(
        self, what: object, *places: float, little: float, patient: bool, scale: float = 1.0
    ) -> bool:
        """Whether to draw again; `patient`: a round may be left out, if only the places are others.

        Units: little in pixels; places in any unit, of which each is `scale` pixels.
        """
        if what == self._what and places == self._places:
            return False
        waits = patient and not self._left_out and what == self._what
        self._left_out = waits and max(map(abs, map(sub, places, self._places))) * scale < little
        if not self._left_out:
            self._what, self._places = what, places
        return not self._left_out
