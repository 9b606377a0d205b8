"""Guards Python code called by Qt: an exception there is reported, and Qt continues."""

import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken

# Qt's virtual functions that are overridden here and in the plots, besides those named ...Event.
VIRTUAL = frozenset({
    "boundingRect", "columnCount", "data", "drawBackground", "drawForeground", "event", "eventFilter",
    "hasHeightForWidth", "headerData", "heightForWidth", "hitButton", "id", "itemChange", "mergeWith",
    "minimumSizeHint", "notify", "paint", "paintSection", "redo", "rowCount", "shape", "showPopup",
    "sizeHint", "sliderChange", "undo",
})  # fmt: skip


def guard_overrides() -> None:
    """From now on, guard the overrides of all classes derived from Qt's.

    PySide stores an exception that leaves an override for the Python code that called Qt, and changes its
    message. Both crash the process (6.8 to 6.11): the message of an exception raised by C code, on Python
    3.11, and a second exception before that code continues, on any version. So none may leave an override.
    """
    Shiboken.Object.__init_subclass__ = classmethod(_guard_class)  # type: ignore[assignment]


def is_guarded(function: object) -> bool:
    """Whether exceptions of a function are reported."""
    return getattr(function, "guarded", False)


def _guard_class(cls: type[Any]) -> None:
    """Guard a class's overrides, including those of its mixins."""
    for own in cls.__mro__:
        for name, found in list(vars(own).items()):
            virtual = name.endswith("Event") or name in VIRTUAL
            if virtual and isinstance(found, FunctionType) and not is_guarded(found):
                setattr(own, name, _guarded(found))


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    said = function.__annotations__.get("return")
    kind = said if isinstance(said, type) and said is not Any else None

    @wraps(function)
    def call(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Exception:  # noqa: BLE001 - every exception is reported
            sys.excepthook(*sys.exc_info())
            return kind() if kind else None  # the value that Qt assumes if an override fails

    vars(call)["guarded"] = True
    return call
