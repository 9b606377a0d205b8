"""Numbers inside a generated Python script: small arrays as literals, large ones as an .npz at its end."""

import base64
import io
from collections.abc import Iterable, Mapping
from textwrap import TextWrapper, indent
from typing import Any

import numpy as np
from numpy.typing import NDArray

LITERAL = 200  # numbers; larger arrays would hide the code
WIDTH = 100  # of a line
INDENTED = TextWrapper(
    WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False, break_long_words=False
)

READER = '''

def stored(name):
    """Read an array from the base64 text at the end of this file."""
    with open(__file__, encoding="ascii") as file:
        text = file.read().rsplit("\\n# ---- numbers", 1)[1].split("\\n", 1)[1]
    archive = io.BytesIO(base64.b64decode(text.replace("# ", "")))
    return np.load(archive, allow_pickle=False)[name]
'''


class Numbers:
    """Writes arrays as Python expressions, and remembers the ones that go to the end of the script."""

    def __init__(self) -> None:
        self._stored: dict[str, NDArray[Any]] = {}

    def expression(self, name: str, array: NDArray[Any]) -> str:
        """An expression that makes the array, to the bit."""
        if array.size > LITERAL or not np.isfinite(array).all():
            self._stored[name] = np.ascontiguousarray(array)
            return f'stored("{name}")'
        dtype = "" if array.dtype in (np.float64, np.int64, np.bool_) else f", np.{array.dtype.name}"
        return f"np.array({_literal(array)}{dtype})"

    def assignment(self, name: str, array: NDArray[Any], note: str = "") -> str:
        """A line that gives the array a name."""
        return f"{name} = {self.expression(name, array)}{f'  # {note}' if note else ''}\n"

    def mapping(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> str:
        """A dict of arrays."""
        prefix = name.lower()
        items = [f'"{key}": {self.expression(f"{prefix}_{key}", array)},\n' for key, array in arrays.items()]
        return f"{name} = {{\n{indent(''.join(items), '    ')}}}\n"

    @property
    def reader(self) -> str:
        """The function that the expressions call, if one is needed."""
        return READER if self._stored else ""

    @property
    def imports(self) -> str:
        """What the function needs."""
        return "import base64\nimport io\n\n" if self._stored else ""

    @property
    def tail(self) -> str:
        """The stored arrays as comments."""
        if not self._stored:
            return ""
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **self._stored)  # type: ignore[arg-type]
        text = base64.b64encode(buffer.getvalue()).decode("ascii")
        lines = [f"# {text[start : start + WIDTH]}" for start in range(0, len(text), WIDTH)]
        return "\n# ---- numbers: a base64 text of an .npz file\n" + "\n".join(lines) + "\n"


def _literal(array: NDArray[Any]) -> str:
    """Nested lists, one row per line."""
    if array.ndim < 2 or not array.size:
        return _wrapped(array.tolist())
    return "[\n" + "".join(f"    {_wrapped(row)},\n" for row in array.tolist()) + "]"


def _wrapped(values: Iterable[object]) -> str:
    """A list, broken into lines where it is long."""
    texts = [repr(value) for value in values]
    line = "[" + ", ".join(texts) + "]"
    if len(line) <= WIDTH:
        return line
    return "[\n" + INDENTED.fill(", ".join(texts)) + ",\n]"
