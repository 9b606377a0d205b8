"""The errors of the lab, of which there is one; and how its sentences quote what a user gave.

Exception
  └── UserError    what a user can put right: its sentence is shown as it stands

Everything else that is raised is a bug of the lab: it is logged and offered as a report.
Divergence is neither: it is a state of a run, to teach from.
"""

from reprlib import Repr

LONGEST = 300  # characters of a sentence; whatever was typed, one can read it
LONGEST_NAME = 120  # of a file with its folders
CUT = "..."
BRIEFLY = Repr()
BRIEFLY.maxstring = BRIEFLY.maxother = BRIEFLY.maxlong = 40


class UserError(Exception):
    """A sentence that says what is wrong and what would help, at most `longest` characters of it."""

    def __init__(self, sentence: str, longest: int = LONGEST) -> None:
        super().__init__(cut(sentence, longest))


def quoted(value: object) -> str:
    """Write a value as Python does, in one line, and cut in the middle when it is long."""
    try:
        return " ".join(BRIEFLY.repr(value).split())
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "a number of thousands of digits"


def named(path: object) -> str:
    """Write the name of a file, cut in the middle when it is long."""
    name = str(path)
    return cut(name if name.isprintable() else repr(name), LONGEST_NAME)


def cut(text: str, longest: int) -> str:
    """Leave out the middle of a text that is longer, for its end often says what would help."""
    if len(text) <= longest:
        return text
    kept = longest - len(CUT)
    return text[: kept - kept // 2] + CUT + text[len(text) - kept // 2 :]
