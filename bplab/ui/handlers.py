"""What Qt calls in Python: a failure there is told where it happens, and Qt goes on."""

import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken

# Qt's virtual functions that are overridden here and in the plots, besides those named ...Event.
VIRTUAL = frozenset({
    "boundingRect", "drawBackground", "drawForeground", "event", "eventFilter", "hitButton", "id",
    "itemChange", "mergeWith", "minimumSizeHint", "notify", "paint", "redo", "shape", "showPopup", "sizeHint",
    "undo",
})  # fmt: skip


def guard_overrides() -> None:
    """Guard the overrides of all classes that are derived from Qt's from now on.

    PySide keeps an exception that leaves an override for the Python code which called Qt, and changes its
    words. Both end the process (6.8 to 6.11): the words of one that C code made, on Python 3.11, and
    a second failure before that code goes on, on any. So none may leave.
    """
    Shiboken.Object.__init_subclass__ = classmethod(_guard_class)  # type: ignore[assignment]


def is_guarded(function: object) -> bool:
    """Tell whether failures of a function are told."""
    return getattr(function, "guarded", False)


def _guard_class(cls: type[Any]) -> None:
    """Guard a class's overrides, those of what is mixed into it included."""
    for own in cls.__mro__:
        for name, found in list(vars(own).items()):
            virtual = name.endswith("Event") or name in VIRTUAL
            if virtual and isinstance(found, FunctionType) and not is_guarded(found):
                setattr(own, name, _guarded(found))


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    kind = function.__annotations__.get("return")

    @wraps(function)
    def call(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Exception:  # noqa: BLE001 - whatever it is, it is told
            sys.excepthook(*sys.exc_info())
            return kind() if isinstance(kind, type) else None  # as Qt takes it where an override fails

    vars(call)["guarded"] = True
    return call
