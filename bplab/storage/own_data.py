"""Data of one's own as members of a file: facts.json and arrays, in a folder named by the digest."""

from collections.abc import Iterable, Mapping
from typing import Any

from numpy.typing import NDArray

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.storage.source import Source
from bplab.training.runs import AnyRecord

FACTS, ARRAYS = "facts.json", ("inputs", "targets")


def data_of(runs: Iterable[AnyRecord]) -> dict[str, OwnData]:
    """The own data of some runs, by digest."""
    return {record.own.digest: record.own for record in runs if record.own is not None}


def data_members(data: Mapping[str, OwnData]) -> tuple[dict[str, dict[str, Any]], dict[str, NDArray[Any]]]:
    """The JSON members and the arrays of own data, by name."""
    facts: dict[str, dict[str, Any]] = {}
    arrays: dict[str, NDArray[Any]] = {}
    for digest, own in data.items():
        facts[f"data/{digest}/{FACTS}"], found = own.to_parts()
        arrays |= {f"data/{digest}/{name}.npy": array for name, array in found.items()}
    return facts, arrays


def read_data(source: Source, digest: str) -> OwnData:
    """Read the own data of a folder.

    Raises: FileError if it is not in order.
    """
    facts = source.json(FACTS)
    arrays = {name: source.any_array(f"{name}.npy") for name in ARRAYS}
    try:
        own = OwnData.from_parts(facts, arrays)
    except UserError as error:
        raise source.refused(FACTS, str(error)) from None
    if own.digest != digest:
        raise source.refused(FACTS, "it is other data than its name says")
    return own
