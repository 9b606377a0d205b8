"""All connections as one image: the pixels near each curve are found once, and a frame only colors them.

Each pixel sums the optical depth -ln(1 - opacity) of the curves over it, separately for values above
and below zero; a table turns the two sums into a color. Sums do not depend on order, so nothing flickers.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bplab.arrays import Floats, Integers, Words
from bplab.ui.canvas.base.curve import Curves, height, steepness

LEVELS = 40  # steps in which the distance from the center line is stored
DEEP = 255 / 4.0  # units of depth: 255 is e^-4, practically opaque
FEW = 0.2  # share of depths up to which only the pixels of those that have changed are colored


@dataclass(frozen=True, eq=False)
class PixelMap:
    """The pixels near each curve, sorted by pixel.

    Shapes: codes (entries,) edge * LEVELS + distance step; pixels (p,) touched; last (p,) last entry of each.
    """

    size: tuple[int, int]  # width, height
    codes: Integers
    pixels: Integers
    last: Integers
    step: float  # pixels per distance step
    reach: Floats  # (edges,) distance from each center line up to which pixels were kept


def make_plan(curves: Curves, reach: Floats, size: tuple[int, int]) -> PixelMap:
    """Collect the pixels within reach of each curve.

    Shapes: reach (edges,).
    Units: pixels.
    """
    step = float(reach.max(initial=1.0)) / LEVELS
    spans = np.stack([curves.x0, curves.x1], axis=1)
    parts = [
        _span(curves, np.flatnonzero((spans == span).all(axis=1)), reach, size, step)
        for span in np.unique(spans, axis=0)
    ]
    pixels = np.concatenate([part[0] for part in parts] or [np.empty(0, np.int32)])
    codes = np.concatenate([part[1] for part in parts] or [np.empty(0, np.intp)])
    order = np.argsort(pixels, kind="stable")
    pixels, codes = pixels[order], codes[order]
    last = np.flatnonzero(np.append(pixels[1:] != pixels[:-1], True)) if pixels.size else np.empty(0, np.intp)
    return PixelMap(size, codes, pixels[last].astype(np.intp), last, step, reach)


def _span(
    curves: Curves, edges: Integers, reach: Floats, size: tuple[int, int], step: float
) -> tuple[npt.NDArray[np.int32], Integers]:
    """Collect pixels and codes of curves that share x0 and x1, all pixel columns and rows at once."""
    width, rows = size
    x0, x1 = curves.x0[edges[0]], curves.x1[edges[0]]
    xs = np.arange(max(int(np.ceil(x0 - 0.5)), 0), min(int(np.floor(x1 - 0.5)), width - 1) + 1)
    u = (xs + 0.5 - x0) / (x1 - x0)
    rise = (curves.y1 - curves.y0)[edges, None]
    y = curves.y0[edges, None] + rise * height(u)  # (edges, xs)
    cosine = 1 / np.sqrt(1 + (rise / (x1 - x0) * steepness(u)) ** 2)
    near = reach[edges, None] / cosine
    low = np.maximum(np.ceil(y - near - 0.5), 0).astype(np.int64).ravel()
    high = np.minimum(np.floor(y + near - 0.5), rows - 1).astype(np.int64).ravel()
    count = np.maximum(high - low + 1, 0)
    which = np.repeat(np.arange(count.size), count)
    row = np.arange(which.size) - np.repeat(np.cumsum(count) - count - low, count)
    distance = np.abs(row + 0.5 - y.ravel()[which]) * cosine.ravel()[which]
    level = np.minimum(distance / step, LEVELS - 1).astype(np.intp)
    columns = max(xs.size, 1)
    pixel = (row * width + xs[which % columns]).astype(np.int32) if xs.size else np.empty(0, np.int32)
    return pixel, edges[which // columns] * LEVELS + level


class EdgeImage:
    """The image, repainted for each frame into the same memory: where little has changed, only there.

    Shapes: pixels (height, width), premultiplied 0xAARRGGBB.
    """

    def __init__(self, plan: PixelMap) -> None:
        self.plan = plan
        self.pixels = np.zeros(plan.size[::-1], np.uint32)
        self.colored = 0  # pixels in all, for measuring
        self._depths = np.empty(0, np.uint32)  # of the image as it is
        self._table = np.empty(0, np.uint32)
        self._owners = np.repeat(np.arange(plan.last.size, dtype=np.int32), np.diff(plan.last, prepend=-1))
        self._changed = np.empty(plan.codes.size, bool)
        self._entries = np.empty(plan.codes.size, np.uint32)
        self._sums = np.empty(plan.last.size, np.uint32)
        self._above = np.empty(plan.last.size, np.uint32)
        self._halves = np.empty(2 * plan.last.size, np.uint8)  # below and above zero, alternating
        self._index = np.empty(plan.last.size, np.intp)

    def paint(self, widths: Floats, opacities: Floats, signs: Floats, table: Words) -> None:
        """Color the connections; a sign of 0 takes half of each color.

        Shapes: widths, opacities, signs (edges,); table (65536,) of `color_table`.
        Units: pixels.
        """
        if not self.plan.codes.size:
            return
        depths = edge_depths(self.plan.step, widths, opacities, signs)
        change = depths - self._depths if table is self._table else depths  # modulo 2^32, as their sums
        is_little = table is self._table and np.count_nonzero(change) <= FEW * change.size
        self._depths, self._table = depths, table
        if is_little:
            self._recolor(change, table)
        else:
            self._color(depths, table)

    def _recolor(self, change: Words, table: Words) -> None:
        """Color the pixels of the entries whose depths have changed."""
        np.take(change != 0, self.plan.codes, out=self._changed, mode="clip")
        entries = np.flatnonzero(self._changed)
        owners = self._owners[entries]
        np.add.at(self._sums, owners, change[self.plan.codes[entries]])
        halves = np.minimum(self._sums[owners].view(np.uint16), 255).astype(np.uint8)
        self.pixels.reshape(-1)[self.plan.pixels[owners]] = table[halves.view("<u2")]
        self.colored += owners.size

    def _color(self, depths: Words, table: Words) -> None:
        """Color all pixels."""
        np.take(depths, self.plan.codes, out=self._entries, mode="clip")
        # A running total and its differences: faster than summing pixel by pixel, and exact modulo 2^32.
        np.cumsum(self._entries, out=self._entries)
        np.take(self._entries, self.plan.last, out=self._above, mode="clip")
        self._sums[0] = self._above[0]
        np.subtract(self._above[1:], self._above[:-1], out=self._sums[1:])
        np.minimum(self._sums.view(np.uint16), 255, out=self._halves, casting="unsafe")
        self._index[:] = self._halves.view("<u2")
        np.take(table, self._index, out=self._above, mode="clip")
        self.pixels.reshape(-1)[self.plan.pixels] = self._above
        self.colored += self._above.size


def edge_depths(step: float, widths: Floats, opacities: Floats, signs: Floats) -> Words:
    """Each edge's depth at each distance step, in the high half of a word if it is above zero.

    Shapes: (edges,) -> (edges * LEVELS,).
    """
    distance = ((np.arange(LEVELS) + 0.5) * step).astype(np.float32)
    coverage = (widths / 2 + 0.5).astype(np.float32)[:, None] - distance
    np.clip(coverage, 0, np.minimum(widths, 1).astype(np.float32)[:, None], out=coverage)
    seen = np.where(signs == 0, opacities / 2, opacities)  # nearly the same, computed a second time
    coverage *= (seen * 255).astype(np.float32)[:, None]
    place = np.where(signs > 0, 1 << 16, np.where(signs < 0, 1, (1 << 16) + 1)).astype(np.uint32)
    depth = _DEPTH[(coverage + np.float32(0.5)).astype(np.uint8)]
    return np.asarray((depth * place[:, None]).ravel(), dtype=np.uint32)


@lru_cache(maxsize=4)
def color_table(above: int, below: int) -> Words:
    """Make the table from two depths (0 to 255 each, above * 256 + below) to a premultiplied color.

    Units: above and below 0xRRGGBB.
    """
    depth = np.arange(256.0)
    high, low = depth[:, None], depth[None, :]
    total = high + low
    # The stronger color gets more than its share: where many lines cross, a mixture would be meaningless.
    stronger = high**1.6 + low**1.6
    share = np.divide(high**1.6, stronger, out=np.zeros_like(total), where=stronger > 0)
    alpha = 1 - np.exp(-total / DEEP)
    word = np.rint(alpha * 255).astype(np.uint32) << 24
    for shift in (16, 8, 0):
        first, second = (above >> shift) & 255, (below >> shift) & 255
        channel = np.rint((share * first + (1 - share) * second) * np.rint(alpha * 255) / 255)
        word |= channel.astype(np.uint32) << shift
    table: Words = word.ravel()
    table.flags.writeable = False
    return table


_DEPTH = np.rint(np.minimum(-np.log(np.maximum(1 - np.arange(256) / 255, 1e-9)) * DEEP, 255)).astype(
    np.uint32
)
