"""A table of iris flowers with row numbers, semicolons, decimal commas and three bad rows."""

import numpy as np
import pytest

from bplab.data.tables import iris


@pytest.fixture
def flowers():
    data = iris(np.random.default_rng(0), 0, 0)
    lines = [["no", *(name.removesuffix(" (cm)") for name in data.input_names), "species"]]
    for number, (sizes, kind) in enumerate(zip(data.inputs, data.targets, strict=True), 1):
        lines.append([str(number), *(f"{size:.1f}".replace(".", ",") for size in sizes), data.classes[kind]])
    lines[16][3] = "n/a"
    del lines[53][4]
    lines[119][1] = "7,7 cm"
    return "".join(f"{';'.join(cells)}\n" for cells in lines).encode()
