"""The window's colors and type sizes by name; every view takes them from here."""

from dataclasses import dataclass
from typing import Literal, get_args

ColorToken = Literal[
    "win", "panel", "canvas", "field", "hover", "line", "line2", "grid", "text", "t2", "t3", "acc", "accw",
    "onacc", "pos", "neg", "zero", "ok", "okw", "bad", "badw", "neg_text", "groove", "handle",
]  # fmt: skip
FontRole = Literal[
    "tick", "caption", "form", "body", "heading", "readout", "section", "hint", "title", "formula"
]
Mode = Literal["light", "dark", "system"]
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True)
class Tone:
    """One color in its two versions."""

    light: str
    dark: str
    use: str


@dataclass(frozen=True)
class Type:
    """One size of text.

    Units: size in device-independent pixels; weight on OpenType's scale.
    """

    size: float
    weight: int = 400
    family: str = "Inter"
    italic: bool = False


COLORS: dict[ColorToken, Tone] = {
    "win": Tone("#eef0f3", "#121419", "behind everything"),
    "panel": Tone("#ffffff", "#1b1e24", "bars, sidebar, cards"),
    "canvas": Tone("#f8f9fb", "#15181d", "under the network and in thumbnails"),
    "field": Tone("#ffffff", "#22262d", "where one types or chooses"),
    "hover": Tone("#f0f2f5", "#272c34", "under the pointer; the track of a segmented choice"),
    "line": Tone("#e2e5ea", "#2b3038", "rules between regions"),
    "line2": Tone("#c6ccd4", "#454d59", "borders of controls"),
    "grid": Tone("#eceff2", "#262b32", "grid lines of plots"),
    "text": Tone("#1a1e24", "#e9ebee", "what is read first"),
    "t2": Tone("#4d5662", "#b0b8c3", "labels"),
    "t3": Tone("#66707b", "#8c95a2", "captions and ticks"),
    "acc": Tone("#4f38c9", "#b6a8ff", "controls and selection"),
    "accw": Tone("#ece9fb", "#2d2850", "a wash of the accent"),
    "onacc": Tone("#ffffff", "#15121f", "text on the accent"),
    "pos": Tone("#2672ca", "#4d9bec", "above zero"),
    "neg": Tone("#c75c12", "#e98a3f", "below zero"),
    "zero": Tone("#e9ebee", "#2c3037", "zero"),
    "ok": Tone("#15785a", "#4fc89c", "right, typical"),
    "okw": Tone("#dff3ea", "#17332a", "a wash of ok"),
    "bad": Tone("#c22f4f", "#f4738c", "warning"),
    "badw": Tone("#fbe3e8", "#3b1e26", "a wash of bad"),
    "neg_text": Tone("#b24f0c", "#e98a3f", "small text below zero"),
    "groove": Tone("#c6ccd4", "#2b3038", "the empty part of a slider"),
    "handle": Tone("#ffffff", "#e9ebee", "the knob of a slider"),
}

# In high contrast a color gives way to a stronger one.
STRONGER: dict[ColorToken, ColorToken] = {"line2": "t2", "line": "t3", "t3": "t2", "groove": "t3"}

TYPES: dict[FontRole, Type] = {
    "tick": Type(10),
    "caption": Type(11),
    "form": Type(12.5),
    "body": Type(13),
    "heading": Type(14, 600),
    "readout": Type(18, 600),
    "section": Type(18, 600),
    "hint": Type(20),
    "title": Type(22, 600),
    "formula": Type(15, 400, "Noto Serif", italic=True),
}
