"""What the lab remembers between two starts: window, theme, speed, switches, choices made in views.

It is read before NumPy loads, because it determines the arithmetic.
"""

import json
import math
from typing import Any, Literal

from PySide6.QtCore import QByteArray

from bplab.ui import places
from bplab.ui.style.tokens import MODES, Mode

Flag = Literal["start_page", "essentials", "high_contrast", "reduce_motion", "native", "explain_stages"]

AUTOSAVE = 60.0  # seconds


class Preferences:
    """Typed access to QSettings; values that cannot be read back count as not set."""

    def __init__(self) -> None:
        self._store = places.settings()

    @property
    def theme(self) -> Mode:
        """Light, dark or as the system."""
        found = self._store.value("theme", "system")
        return next((mode for mode in MODES if mode == found), "system")

    @theme.setter
    def theme(self, mode: Mode) -> None:
        self._store.setValue("theme", mode)

    @property
    def speed(self) -> float:
        """Steps per second; infinite is flat out."""
        try:
            found = float(self._text("speed"))
        except ValueError:
            return math.inf
        return found if found > 0 else math.inf

    @speed.setter
    def speed(self, steps_a_second: float) -> None:
        self._store.setValue("speed", repr(steps_a_second))

    @property
    def has_speed(self) -> bool:
        """Whether a speed was ever chosen."""
        return bool(self._text("speed"))

    @property
    def geometry(self) -> QByteArray:
        """Position and size of the window; empty at the first start."""
        found = self._store.value("geometry")
        return found if isinstance(found, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    @property
    def folder(self) -> str:
        """Where a file was opened or saved last; empty at first."""
        return self._text("folder")

    @folder.setter
    def folder(self, folder: str) -> None:
        self._store.setValue("folder", folder)

    @property
    def autosave_seconds(self) -> float:
        """The time between two snapshots of what is in no file."""
        try:
            found = float(self._text("autosave_seconds"))
        except ValueError:
            return AUTOSAVE
        return min(max(found, 1.0), 86_400.0) if math.isfinite(found) else AUTOSAVE

    def flag(self, name: Flag, default: bool) -> bool:
        """The state of a switch of the window."""
        found = self._text(name)
        return found == "true" if found in ("true", "false") else default

    def set_flag(self, name: Flag, on: bool) -> None:
        """Store the state of a switch of the window."""
        self._store.setValue(name, "true" if on else "false")

    def view(self, name: str, default: Any) -> Any:
        """One choice made in a view, such as its log axis; of the type of `default`."""
        try:
            found = json.loads(self._text(f"view/{name}"))
        except ValueError:
            return default
        return found if isinstance(found, type(default)) else default

    def set_view(self, name: str, value: Any) -> None:
        """Store one choice made in a view."""
        self._store.setValue(f"view/{name}", json.dumps(value))

    def _text(self, key: str) -> str:
        return str(self._store.value(key, ""))
