"""How a table is written: its encoding, separator and decimal mark, and whether its first row is names."""

from collections.abc import Mapping
from dataclasses import dataclass

UTF8, UTF16_LE, UTF16_BE, WINDOWS, LATIN = "utf-8", "utf-16-le", "utf-16-be", "cp1252", "latin-1"
ENCODINGS: Mapping[str, str] = {
    UTF8: "UTF-8",
    UTF16_LE: "UTF-16",
    UTF16_BE: "UTF-16, big-endian",
    WINDOWS: "Windows-1252",
    LATIN: "Latin-1",
}
SEPARATORS: Mapping[str, str] = {
    ",": ", comma",
    ";": "; semicolon",
    "\t": "tab",
    " ": "space",
    "|": "| bar",
}
DECIMALS: Mapping[str, str] = {".": ". point", ",": ", comma"}


@dataclass(frozen=True)
class Dialect:
    """The four facts by which a text is read as a table; each can be detected, and changed."""

    encoding: str = UTF8
    separator: str = ","
    decimal: str = "."
    header: bool = True
