"""How far the lines of a plot have grown since they were drawn, and whether that can be seen."""

import math

from bplab.ui.views.plot.plot import DOT, Plot


class Growth:
    """Lets a plot leave out a round in which its lines grow by less than the dot at their end.

    It never leaves out two in a row: what stands on screen together is at most two rounds apart.
    """

    def __init__(self) -> None:
        self._what: object = None  # is drawn
        self._last = -math.inf  # the x up to which it is drawn
        self._left_out = False

    def forget(self) -> None:
        """Draw whatever comes next."""
        self._what = None

    def calls_for_drawing(self, plot: Plot, what: object, last: float, *, running: bool) -> bool:
        """Whether a plot is to be drawn again, for lines up to an x and everything else that it shows."""
        if what == self._what and last == self._last:
            return False
        waits = running and not self._left_out and what == self._what and not plot.outgrown(last)
        across, _ = plot.frame_now.scale
        self._left_out = waits and 0 < (last - self._last) * across < 2 * DOT
        if not self._left_out:
            self._what, self._last = what, last
        return not self._left_out
