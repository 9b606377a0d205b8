"""JSON that is not strict, not in its one form, or made to cost time and memory."""

from collections.abc import Iterator

from hostile import Hostile, Members, sealed, with_kind


def texts(members: Members) -> Iterator[Hostile]:
    """Each text in the place of the document's and of a run's."""
    for name in ("document.json", "runs/1/spec.json"):
        for kind, found in {
            "no JSON": no_json(members[name]),
            "other form": other_form(members[name]),
        }.items():
            yield from with_kind(kind, placed_in(members, name, found))


def costly_texts(members: Members) -> Iterator[Hostile]:
    """Each text in the place of the document's."""
    yield from with_kind("costly JSON", placed_in(members, "document.json", costly()))


def placed_in(members: Members, name: str, found: dict[str, bytes]) -> dict[str, bytes]:
    return {f"{each} in {name}": sealed({**members, name: data}) for each, data in found.items()}


def with_value(good: bytes, value: bytes) -> bytes:
    """The text with one more entry."""
    return good.rstrip(b"}\n") + b',\n"zzz": ' + value + b"\n}\n"


def no_json(good: bytes) -> dict[str, bytes]:
    key = good[2 : good.index(b":")]
    return {
        "empty": b"",
        "space": b" ",
        "cut off": good[: len(good) // 2],
        "NaN": with_value(good, b"NaN"),
        "Infinity": with_value(good, b"-Infinity"),
        "1e999": with_value(good, b"1e999"),
        "key twice": with_value(good, b"1,\n" + key + b": 1"),
        "key twice within": with_value(good, b'{"a": 1, "a": 2}'),
        "comma": good.replace(b"\n}", b",\n}"),
        "comment": b"// hello\n" + good,
        "single quotes": good.replace(b'"', b"'"),
        "hexadecimal": with_value(good, b"0x10"),
        "latin": with_value(good, b'"\xe9"'),
        "overlong": with_value(good, b'"\xc0\xaf"'),
        "surrogate": with_value(good, b'"\\ud800"'),
        "raw surrogate": with_value(good, b'"\xed\xa0\x80"'),
        "control": with_value(good, b'"\x00"'),
        "two values": good + good,
        "python": b"__import__('os').system('true')",
        "tag": b"!!python/object/apply:os.system ['true']",
        "long number": with_value(good, b"9" * 100_000),
        "long exponent": with_value(good, b"1e" + b"9" * 100_000),
    }


def other_form(good: bytes) -> dict[str, bytes]:
    lines = good.split(b"\n")
    return {
        "mark": b"\xef\xbb\xbf" + good,
        "utf-16": good.decode().encode("utf-16"),
        "windows lines": good.replace(b"\n", b"\r\n"),
        "no last line": good[:-1],
        "one line more": good + b"\n",
        "compact": good.replace(b"\n", b""),
        "escaped": good.replace(b'"', b'"\\u0061', 1) if len(lines) > 3 else good + b" ",
        "number with zeros": with_value(good, b"1.50"),
        "number with plus": with_value(good, b"1e+2"),
        "minus zero": with_value(good, b"-0"),
    }


def costly() -> dict[str, bytes]:
    return {
        "deep lists": b"[" * 1_000_000,
        "deep closed lists": b"[" * 50_000 + b"]" * 50_000,
        "deep objects": b'{"a":' * 100_000,
        "many numbers": b"[" + b"1," * 4_000_000 + b"1]",
        "many objects": b"[" + b"{}," * 3_000_000 + b"{}]",
        "many keys": b"{" + b",".join(b'"k%d":1' % each for each in range(500_000)) + b"}",
        "many texts": b"[" + b'"",' * 3_000_000 + b'""]',
        "long text": b'{"a": "' + b"x" * (15 << 20) + b'"}',
        "many escapes": b'{"a": "' + b"\\u0041" * (2 << 20) + b'"}',
        "quotation marks": b'"' * (15 << 20),
        "zeros": bytes(15 << 20),
        "17 MB": b" " * (17 << 20),
    }
