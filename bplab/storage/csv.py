"""Data of one's own from a CSV or TSV file, for scripts and the command line."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from bplab.data.csv.builder import Watch
from bplab.data.csv.detect import detect
from bplab.data.csv.dialect import DECIMALS, ENCODINGS, SEPARATORS, Dialect
from bplab.data.csv.own import Import, make_import
from bplab.data.csv.plan import GAPS, TASKS, Gaps, Plan, Task, Use, find, guess, with_target, with_task
from bplab.data.csv.table import MOST_BYTES, Table, read_table
from bplab.data.own import LONGEST_NAME, OwnData
from bplab.errors import UserError, cut, quoted
from bplab.storage.reading import read_bytes

Changes = Mapping[str, str | bool | None]  # of what was detected; empty or None: as detected
NAMED_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "bar": "|"}


def read_table_bytes(path: Path) -> bytes:
    """Read a file that may be a table.

    Raises: UserError if it cannot be read, or is too large.
    """
    return read_bytes(path, MOST_BYTES, "table")


def dataset_from_csv(  # noqa: PLR0913 - one argument per thing that can be detected or guessed
    path: str | Path,
    target: str | Iterable[str] = "",
    *,
    ignore: Iterable[str] = (),
    task: str = "",
    gaps: str = "leave_out",
    test: str | Path | None = None,
    separator: str = "",
    decimal: str = "",
    encoding: str = "",
    header: bool | None = None,
) -> OwnData:
    """Read examples from a CSV or TSV file; what is not given is detected or guessed.

    target is the name of a column, or several for regression. task is "classification" or "regression";
    gaps "leave_out" or "fill" (with the mean). test is a second file for testing.

    Raises: UserError saying what is wrong.
    """
    changes = {"separator": separator, "decimal": decimal, "encoding": encoding, "header": header}
    found = import_csv(Path(path), target, ignore, task, gaps, Path(test) if test else None, changes)
    return found.own_data(name_of(Path(path)))


def import_csv(
    path: Path,
    target: str | Iterable[str] = "",
    ignore: Iterable[str] = (),
    task: str = "",
    gaps: str = "leave_out",
    test: Path | None = None,
    changes: Changes = MappingProxyType({}),
) -> Import:
    """Read examples as `dataset_from_csv` does, with a report of what was left out.

    Raises: UserError saying what is wrong.
    """
    table = load_table(path, changes)
    second = load_table(test, changes) if test else None
    return make_import(table, _planned(table, target, ignore, task, gaps), second)


def load_table(path: Path, changes: Changes, watch: Watch = lambda share: None) -> Table:
    """Read a file as it was detected, apart from what is given.

    Raises: UserError saying what is wrong.
    """
    raw = read_table_bytes(path)
    return read_table(raw, _changed(detect(raw), changes), watch)


def name_of(path: Path) -> str:
    """Name data after its file."""
    name = "".join(sign if sign.isprintable() else " " for sign in path.name)
    return cut(name, LONGEST_NAME)


def _changed(found: Dialect, changes: Changes) -> Dialect:
    given = {name: value for name, value in changes.items() if value not in ("", None)}
    separator = given.get("separator")
    if isinstance(separator, str):
        given["separator"] = NAMED_SEPARATORS.get(separator, separator)
    for name, table in (("separator", SEPARATORS), ("decimal", DECIMALS), ("encoding", ENCODINGS)):
        if name in given and given[name] not in table:
            listed = ", ".join(map(repr, table))
            raise UserError(f"The {name} cannot be {quoted(given[name])}: choose {listed}.")
    return replace(found, **given)  # type: ignore[arg-type] # checked above


def _planned(table: Table, target: str | Iterable[str], ignore: Iterable[str], task: str, gaps: str) -> Plan:
    targets = [target] if isinstance(target, str) else list(target)
    places = [find(table, name) for name in targets if name]
    plan = guess(table)
    if places:
        plan = with_target(table, plan, places[0])
    uses = list(plan.uses)
    for place in places[1:]:
        uses[place] = Use("target", "number")
    for name in ignore:
        uses[find(table, name)] = Use("ignore", "number")
    for given, known in ((task, TASKS), (gaps, GAPS)):
        if given and given not in known:
            raise UserError(f"{quoted(given)} is none of {', '.join(known)}.")
    plan = replace(plan, uses=tuple(uses), gaps=_gaps(gaps))
    wanted: Task | str = task or ("regression" if len(places) > 1 else "")
    return (
        with_task(table, plan, "regression" if wanted == "regression" else "classification")
        if wanted
        else plan
    )


def _gaps(text: str) -> Gaps:
    return "fill" if text == "fill" else "leave_out"
