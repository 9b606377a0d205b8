"""Reads the little LaTeX of names: letters, scripts, fractions, and words."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["letter", "sign", "word"]
SYMBOLS = {
    "delta": "δ", "partial": "∂", "ell": "ℓ", "eta": "η", "mu": "μ", "alpha": "α", "beta": "β",
    "lambda": "λ", "sum": "Σ", "cdot": "·", "leftarrow": "←", "lVert": "‖", "rVert": "‖",
}  # fmt: skip
UPRIGHT = "Σ·←‖"
WORDS = {"text", "mathrm", "operatorname"}
HATS = {"hat": "\u0302"}
SKIPPED = {"left", "right", " ", ",", "!"}


@dataclass(frozen=True)
class Text:
    """Letters in italics, signs and digits upright, or words."""

    text: str
    kind: Kind


@dataclass(frozen=True)
class Scripted:
    """Something with what stands over and under its right end."""

    base: "Node"
    above: "Node | None"
    below: "Node | None"


@dataclass(frozen=True)
class Fraction:
    """One over the other."""

    above: "Node"
    below: "Node"


@dataclass(frozen=True)
class Line:
    """One after the other."""

    parts: tuple["Node", ...]


Node = Text | Scripted | Fraction | Line


def parse(latex: str) -> Node:
    """Read a formula.

    Raises: ValueError for what is no part of the little LaTeX.
    """
    found, rest = _line(latex)
    if rest:
        raise ValueError(latex)
    return found


def _line(rest: str) -> tuple[Line, str]:
    """Read until the end, or a closing brace."""
    parts: list[Node] = []
    while rest and rest[0] != "}":
        if rest[0] in "^_":
            base = parts.pop() if parts else Text("", "sign")
            scripted, rest = _scripts(base, rest)
            parts.append(scripted)
            continue
        node, rest = _one(rest)
        _add(parts, node)
    return Line(tuple(parts)), rest


def _add(parts: list[Node], node: Node | None) -> None:
    """Add a piece; letters of one kind are one text, which is quicker to paint."""
    before = parts[-1] if parts else None
    if isinstance(before, Text) and isinstance(node, Text) and before.kind == node.kind == "sign":
        parts[-1] = Text(before.text + node.text, before.kind)
    elif node is not None:
        parts.append(node)


def _one(rest: str) -> tuple[Node | None, str]:
    if rest[0] == "\\":
        return _command(rest[1:])
    if rest[0] == "{":
        return _braced(rest)
    if rest[0] == " ":
        return (Text(" ", "sign") if rest[1:2] in "=+-−(·" or not rest[1:] else Text("\u2009", "sign")), rest[
            1:
        ]
    letter = rest[0].replace("-", "−")
    return Text(letter, "letter" if letter.isalpha() else "sign"), rest[1:]


def _command(rest: str) -> tuple[Node | None, str]:
    name = rest[0]
    while name.isalpha() and rest[len(name) : len(name) + 1].isalpha():
        name = rest[: len(name) + 1]
    rest = rest[len(name) :]
    if name in SKIPPED:
        return None, rest
    if name == "frac":
        above, rest = _braced(rest)
        below, rest = _braced(rest)
        return Fraction(above, below), rest
    if name in WORDS:
        word, _, rest = rest[1:].partition("}")
        return Text(word.replace("\\", ""), "word"), rest
    if name in HATS:
        return Text(rest.strip()[0] + HATS[name], "letter"), rest.strip()[1:]
    if name not in SYMBOLS:
        raise ValueError(name)
    sign = SYMBOLS[name]
    return Text(sign, "sign" if sign in UPRIGHT else "letter"), rest.removeprefix(
        " "
    ) if sign not in UPRIGHT else rest


def _braced(rest: str) -> tuple[Line, str]:
    if not rest.startswith("{"):
        raise ValueError(rest)
    found, rest = _line(rest[1:])
    if not rest.startswith("}"):
        raise ValueError(rest)
    return found, rest[1:]


def _scripts(base: Node, rest: str) -> tuple[Scripted, str]:
    """Read ^{...} and _{...} in any order; a layer in brackets loses them, as on screen."""
    found: dict[str, Node] = {}
    while rest and rest[0] in "^_":
        place = rest[0]
        if rest[1] == "{":
            node, rest = _braced(rest[1:])
            found[place] = _bare(node)
        else:
            found[place], rest = Text(rest[1], "letter" if rest[1].isalpha() else "sign"), rest[2:]
    return Scripted(base, found.get("^"), found.get("_")), rest


def _bare(node: Line) -> Node:
    """A layer's number without its brackets."""
    [only] = node.parts if len(node.parts) == 1 else [None]
    if isinstance(only, Text) and only.text[0] + only.text[-1] == "()":
        return Line((Text(only.text[1:-1], only.kind),))
    return node
