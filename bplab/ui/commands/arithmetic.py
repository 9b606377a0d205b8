"""Selects the arithmetic for the next start: the one shared by all machines, or this machine's fastest."""

from collections.abc import Callable

from PySide6.QtGui import QAction

from bplab.processor import has_avx2_and_fma
from bplab.ui.controls.notice import Notice
from bplab.ui.preferences import Preferences

NATIVE = (
    "The lab will use this machine's fastest arithmetic. The last digits may then differ from other machines."
)
BASELINE = "The lab will use the arithmetic that gives the same numbers on all machines with AVX2."


class ArithmeticCommands:
    """The switch in the Train menu."""

    def __init__(self, action: QAction, preferences: Preferences, notice: Callable[[], Notice]) -> None:
        self._action, self._preferences, self._notice = action, preferences, notice

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The command by the id of its action."""
        return {"native": lambda: self._set(not self._is_native())}

    def restore(self) -> None:
        """Show the stored choice; machines without AVX2 have no choice."""
        self._action.setChecked(self._is_native())
        self._action.setEnabled(has_avx2_and_fma())

    def _is_native(self) -> bool:
        return self._preferences.flag("native", default=False)

    def _set(self, on: bool) -> None:
        self._action.setChecked(on)
        self._preferences.set_flag("native", on)
        self._notice().tell("Takes effect at the next start.", NATIVE if on else BASELINE, "info")
