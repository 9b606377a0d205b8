"""The lab's only error class, and how its sentences quote what a user typed.

Exception
  └── UserError        what a user can correct: its sentence is shown unchanged
        └── FileError  a file that is refused, with the names of its damaged parts

Every other exception is a bug of the lab: it is logged and offered as a report.
Divergence is neither: it is a state of a run that can be examined.
"""

from reprlib import Repr

LONGEST = 300  # characters of a sentence, so that it stays readable whatever was typed
LONGEST_NAME = 120  # of a file with its folders
CUT = "..."
BRIEFLY = Repr()
BRIEFLY.maxstring = BRIEFLY.maxother = BRIEFLY.maxlong = 40


class UserError(Exception):
    """A sentence that says what is wrong and what would help, at most `longest` characters of it."""

    def __init__(self, sentence: str, longest: int = LONGEST) -> None:
        super().__init__(cut(sentence, longest))


class FileError(UserError):
    """A sentence that says why a file is refused, and the names of its damaged parts, as far as known."""

    def __init__(self, sentence: str, damaged: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.damaged = damaged


def quoted(value: object) -> str:
    """Format a value as Python does, on one line, shortened in the middle if it is long."""
    try:
        return " ".join(BRIEFLY.repr(value).split())
    except ValueError:  # Python does not print whole numbers of more than 4,300 digits
        return "a number of thousands of digits"


def named(path: object) -> str:
    """Quote the name of a file, shortened in the middle if it is long."""
    name = str(path)
    return cut(name if name.isprintable() else repr(name), LONGEST_NAME)


def cut(text: str, longest: int) -> str:
    """Shorten a long text in the middle, because its end often says what would help."""
    if len(text) <= longest:
        return text
    kept = longest - len(CUT)
    return text[: kept - kept // 2] + CUT + text[len(text) - kept // 2 :]
