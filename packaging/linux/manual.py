"""Writes the manual page bplab(1) from the parser of the command line."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from textwrap import wrap

from command_line import Argument, Spoken, commands, program

from bplab import __version__

EXITS = (
    ("0", "Success."),
    ("1", "A check failed: of gradients, or --selftest."),
    ("2", "The command cannot be carried out; one sentence says why."),
    ("130", "It was interrupted."),
)
FILES = (
    ("~/.config/Backprop Lab/bplab.conf", "What the window remembers."),
    ("~/.local/share/bplab/", "Recent files, what is in no file yet, and the logs bplab.log and crash.log."),
    ("{app_dir}/bplab-data/", "All of this with --portable, where this folder can be written."),
)
ENVIRONMENT = (
    ("XDG_CONFIG_HOME, XDG_DATA_HOME", "The folders in place of ~/.config and ~/.local/share."),
    ("BPLAB_ARITHMETIC", "If it is `native`, as with --native."),
    (
        "OPENBLAS_CORETYPE, NPY_DISABLE_CPU_FEATURES, NPY_ENABLE_CPU_FEATURES",
        "Values of your own are kept; else the lab sets those that all x86-64 processors with AVX2 share.",
    ),
)
EXAMPLES = (
    ("bplab homework.bplab", "Opens a file in the window."),
    ("bplab train spiral --epochs 200 --out run.bplab", "Trains a preset; the file opens in the window too."),
    ("bplab verify digits", "Checks all gradients by central differences."),
)


def manual(app_dir: str, seconds: int) -> str:
    """The page, in the form that man reads, as of a time in seconds since 1970."""
    day = datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return "\n".join(
        [f'.TH BPLAB 1 "{day}" "Backprop Lab {__version__}" "User commands"', *_body(app_dir), ""]
    )


def _body(app_dir: str) -> Iterator[str]:
    top, inner = program(), commands()
    yield from (".SH NAME", r"bplab \- draw a neural network, train it and watch backpropagation work")
    yield from (".SH SYNOPSIS", r".B bplab", r"[\fIOPTIONS\fR] [\fIFILE.bplab\fR]", ".br")
    yield from (".B bplab", r"\fICOMMAND\fR [\fIARGUMENTS\fR]")
    yield from (".SH DESCRIPTION", _text(top.about))
    yield ".SH OPTIONS"
    for option in top.options:
        yield from _option(option)
    yield ".SH COMMANDS"
    for command in inner:
        yield from _command(command)
    files = tuple((path.format(app_dir=app_dir), text) for path, text in FILES)
    for title, rows in (("EXIT STATUS", EXITS), ("FILES", files), ("ENVIRONMENT", ENVIRONMENT)):
        yield f".SH {title}"
        for name, text in rows:
            yield from (".TP", rf"\fB{_plain(name)}\fR", _text(text))
    yield ".SH EXAMPLES"
    for words, text in EXAMPLES:
        yield from (".TP", rf"\fB{_plain(words)}\fR", _text(text))


def _command(command: Spoken) -> Iterator[str]:
    yield f".SS {_plain(command.name)}"
    yield rf"\fBbplab {_plain(command.name)}\fR " + " ".join(_usage(command))
    yield ".PP"
    yield _text(_capital(re.sub(r"^`bplab [a-z-]+`: ", "", command.about)))
    for place in command.places:
        yield from (".TP", rf"\fI{_plain(place.value)}\fR", _text(_sentence(place.help)))
    for option in command.options:
        yield from _option(option)


def _usage(command: Spoken) -> Iterator[str]:
    """The arguments of a command: options that are needed by name, the others in one."""
    for each in command.options:
        if each.needed:
            yield rf"\fB{_plain(each.names[-1])}\fR \fI{_plain(each.value)}\fR"
    yield r"[\fIOPTIONS\fR]"
    for each in command.places:
        yield rf"\fI{_plain(each.value)}\fR" if each.needed else rf"[\fI{_plain(each.value)}\fR]"


def _option(option: Argument) -> Iterator[str]:
    names = ", ".join(rf"\fB{_plain(name)}\fR" for name in option.names)
    value = rf" \fI{_plain(option.value)}\fR" if option.value else ""
    yield from (".TP", names + value, _text(_sentence(option.help)))


def _sentence(text: str) -> str:
    return f"{_capital(text).removesuffix('.')}."


def _capital(text: str) -> str:
    """Begin as a sentence does, but leave names such as .npz and W1 as they are."""
    return text[:1].upper() + text[1:]


def _text(text: str) -> str:
    """Paragraphs in short lines; what stands in backquotes is set in bold."""
    parts = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", _plain(text)).split("\n\n")
    return "\n.PP\n".join("\n".join(map(_unlike_macro, _lines(part))) for part in parts)


def _lines(text: str) -> list[str]:
    return wrap(text, 78, break_long_words=False, break_on_hyphens=False)


def _unlike_macro(line: str) -> str:
    return rf"\&{line}" if line[:1] in (".", "'") else line


def _plain(text: str) -> str:
    """Text as it is, without man's own characters."""
    return text.replace("\\", r"\e").replace("-", r"\-")
