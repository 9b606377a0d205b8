"""The options of a choice: a value, its title and its meaning."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Option:
    """One option; help becomes its tooltip, why says why it cannot be chosen now.

    short is shown instead of the title in narrow fields.
    """

    value: str
    title: str
    help: str = ""
    why: str = ""
    short: str = ""

    @property
    def tip(self) -> str:
        """The tooltip."""
        return wrapped(self.why or self.help)


def options_of(
    table: Mapping[str, Any], without: Iterable[str] = (), short: Mapping[str, str] | None = None
) -> tuple[Option, ...]:
    """Make options from the rows of a table: each has a title and help, some a formula."""
    left_out, words = set(without), short or {}
    return tuple(
        Option(value, row.title, _help(row), short=words.get(value, ""))
        for value, row in table.items()
        if value not in left_out
    )


def _help(row: Any) -> str:
    return "\n".join(filter(None, (getattr(row, "formula", ""), row.help)))


@lru_cache(maxsize=512)  # some name figures of the run, of which there is no end
def wrapped(text: str) -> str:
    """Break a tooltip's text into readable lines; Qt wraps only rich text by itself."""
    return unformatted("\n".join(textwrap.fill(line, 56) for line in text.splitlines()))


def unformatted(text: str) -> str:
    """Escape a tooltip's text: names may come from data and must not be read as markup."""
    return rich(text) if Qt.mightBeRichText(text) else text


def rich(text: str) -> str:
    """Convert plain text of any content so that a tooltip wraps it."""
    from html import escape  # noqa: PLC0415 - slow to load at every start

    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"


def set_tip(widget: QWidget, tip: str) -> None:
    """Give a widget a tooltip, if it is another: each change is told to all that listens."""
    text = wrapped(tip)
    if text != widget.toolTip():
        widget.setToolTip(text)
