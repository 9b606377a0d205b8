"""The 27 keys of a TensorFlow Playground link, parsed as the Playground parses them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, nan
from typing import Any, Literal
from urllib.parse import quote

from bplab.errors import UserError, quoted
from bplab.experiment.rules import nearest

PREFIX = "https://playground.tensorflow.org/#"
HIDE = "_hide"
MAX_LINK = 10_000  # characters; the longest link that the Playground writes has about 600
DECIMAL = re.compile(r"[+-]?(Infinity|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)", re.ASCII | re.IGNORECASE)
HASH = re.compile(r"\s*(#|\w+=[^&]*&\w+=)")
WHOLE = re.compile(r"0(x[0-9a-f]+|o[0-7]+|b[01]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Key:
    """One key: its type, its default, and the Playground's names for our ids."""

    name: str
    kind: Literal["choice", "number", "shape", "flag", "text"]
    default: Any
    choices: Mapping[str, str] = field(default_factory=dict)  # the Playground's name -> our id


@dataclass(frozen=True)
class LinkReading:
    """The content of a link: a value for every key, the `_hide` keys, the original texts, and notes."""

    values: dict[str, Any]
    hides: dict[str, bool]
    given: dict[str, str]
    notes: tuple[str, ...]


def is_link(text: str) -> bool:
    """Whether a text is meant as a Playground link rather than the name of a preset or a file."""
    return "://" in text or "playground.tensorflow.org" in text or bool(HASH.match(text))


def read_keys(text: str) -> LinkReading:
    """Read a whole link, or only the part after its `#`.

    Raises: UserError if it is not a Playground link.
    """
    given, notes = _split(_after_hash(text))
    hides = {name: value == "true" for name, value in given.items() if name.endswith(HIDE)}
    unknown = [name for name in given if name not in KEYS and name not in hides]
    if given and len(unknown) == len(given):
        raise UserError(
            "This is not a TensorFlow Playground link: the part after # should be settings such as "
            "activation=tanh&networkShape=4,2&seed=0.12345."
        )
    if unknown:
        notes.append(_about_unknown(unknown))
    values = {}
    for key in KEYS.values():
        values[key.name], note = _read(key, given.get(key.name))
        notes += [note] if note else []
    return LinkReading(values, hides, given, tuple(notes))


def js_number(text: str) -> float:
    """Parse a number as JavaScript's unary plus does: invalid text becomes NaN, empty text 0."""
    text = text.strip()
    try:
        if WHOLE.fullmatch(text):
            return float(int(text, 0))
    except OverflowError:
        return inf
    if not DECIMAL.fullmatch(text) or ("nfinity" in text.lower() and "Infinity" not in text):
        return nan if text else 0.0
    return float(text)


def as_in_a_hash(text: str) -> str:
    """Encode a text as browsers do in the hash of an address."""
    return "".join(c if " " < c <= "~" and c not in '"<>`' else quote(c, "", errors="replace") for c in text)


def _after_hash(text: object) -> str:
    if not isinstance(text, str):
        raise UserError(f"A Playground link must be text, not {quoted(text)}.")
    if len(text) > MAX_LINK:
        raise UserError(f"A Playground link has at most {MAX_LINK:,} characters; this one has {len(text):,}.")
    address, mark, rest = re.sub(r"[\t\r\n]", "", text).strip().partition("#")
    if not mark and "=" in address and "/" not in address:
        address, rest = "", address
    if not rest and "playground" not in address:
        raise UserError(
            "This is not a TensorFlow Playground link: it should look like "
            f"{PREFIX}activation=tanh&networkShape=4,2&seed=0.12345."
        )
    return as_in_a_hash(rest)


def _split(text: str) -> tuple[dict[str, str], list[str]]:
    """Split a hash at & and =; the last value of a repeated key counts, text after a second = is ignored."""
    given: dict[str, str] = {}
    twice: dict[str, None] = {}
    cut: dict[str, None] = {}
    for part in filter(None, text.split("&")):
        name, *values = part.split("=")
        twice |= {name: None} if name in given else {}
        cut |= {name: None} if len(values) > 1 else {}
        given[name] = values[0] if values else ""
    notes = []
    if twice:
        notes.append(f"Given more than once; the last value is used: {_listed(twice)}.")
    if cut:
        notes.append(f"The text after a second = is ignored: {_listed(cut)}.")
    return given, notes


def _read(key: Key, text: str | None) -> tuple[Any, str]:
    """The value of a key, and a note if it is unusual."""
    if text is None:
        return key.default, ""
    if key.kind == "shape":
        return [js_number(part) for part in text.split(",")] if text.strip() else [], ""
    if not text.strip():
        return key.default, f"{key.name} is empty; the default is used."
    if key.kind == "choice" and text not in key.choices:
        words = ", ".join(key.choices)
        return key.default, f"{key.name}={quoted(text)} is none of {words}; used as {key.default}."
    if key.kind == "flag":
        odd = text not in {"true", "false"}
        return (
            text != "false",
            f"{key.name}={quoted(text)} counts as true; only the word false means false." if odd else "",
        )
    return js_number(text) if key.kind == "number" else text, ""


def _about_unknown(names: list[str]) -> str:
    hint = nearest(names[0], KEYS) if len(names) == 1 else ""
    hint = hint if "Did you mean" in hint else ""
    return f"Unknown to the Playground too, and ignored: {_listed(names)}.{hint}"


def _listed(names: Mapping[str, None] | list[str]) -> str:
    few = [quoted(name) for name in list(names)[:5]]
    return ", ".join(few) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "linear": "identity"}
REGULARIZATIONS = {"none": "none", "L1": "l1_prune", "L2": "l2"}
CLASSIFICATION = {"circle": "circle", "xor": "xor", "gauss": "gauss", "spiral": "spiral"}
REGRESSION = {"reg-plane": "plane", "reg-gauss": "bumps"}
PROBLEMS = {"classification": "classification", "regression": "regression"}
INPUTS = {  # in the order of the network's inputs
    "x": "x",
    "y": "y",
    "xSquared": "x_squared",
    "ySquared": "y_squared",
    "xTimesY": "xy",
    "sinX": "sin_x",
    "sinY": "sin_y",
}
DEAD = ("cosX", "cosY", "collectStats")  # read and written by the Playground, but never used
CONTROLS = (  # elements with a `_hide` key, besides the inputs
    *("showTestData", "discretize", "playButton", "stepButton", "resetButton", "learningRate", "activation"),
    *("regularization", "regularizationRate", "problem", "dataset", "percTrainData", "noise", "batchSize"),
    "numHiddenLayers",
)

KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        Key("activation", "choice", "tanh", ACTIVATIONS),
        Key("regularization", "choice", "none", REGULARIZATIONS),
        Key("batchSize", "number", 10.0),
        Key("dataset", "choice", "circle", CLASSIFICATION),
        Key("regDataset", "choice", "reg-plane", REGRESSION),
        Key("learningRate", "number", 0.03),
        Key("regularizationRate", "number", 0.0),
        Key("noise", "number", 0.0),
        Key("networkShape", "shape", [4.0, 2.0]),
        Key("seed", "text", None),
        Key("showTestData", "flag", default=False),
        Key("discretize", "flag", default=False),
        Key("percTrainData", "number", 50.0),
        Key("x", "flag", default=True),
        Key("y", "flag", default=True),
        Key("xTimesY", "flag", default=False),
        Key("xSquared", "flag", default=False),
        Key("ySquared", "flag", default=False),
        Key("cosX", "flag", default=False),
        Key("sinX", "flag", default=False),
        Key("cosY", "flag", default=False),
        Key("sinY", "flag", default=False),
        Key("collectStats", "flag", default=False),
        Key("tutorial", "text", None),
        Key("problem", "choice", "classification", PROBLEMS),
        Key("initZero", "flag", default=False),
        Key("hideText", "flag", default=False),
    )
}
