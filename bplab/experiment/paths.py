"""The dotted paths of all settings, and suggestions for a path that does not exist."""

from collections.abc import Iterator

from bplab.errors import quoted
from bplab.experiment.rules import near, nearest
from bplab.experiment.settings import settings_of
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output


def meant(path: str, names: list[str]) -> str:
    """Suggest the setting of that name elsewhere, one with a similar name, or list all settings."""
    last = path.rpartition(".")[2]
    paths = list(all_paths())
    found = [each for each in paths if each.rpartition(".")[2] == last]
    found = found or near(last, names) or near(path, paths)
    if not found:
        similar = near(last, {each.rpartition(".")[2] for each in paths})
        found = [each for each in paths if each.rpartition(".")[2] in similar]
    return f" Did you mean {' or '.join(map(quoted, found))}?" if found else nearest(last, names)


def all_paths() -> Iterator[str]:
    """The paths of all settings."""
    yield "hidden"
    yield "start"
    for prefix, kind in (("", Experiment), ("data.", DataSpec), ("layers.*.", Layer), ("output.", Output)):
        yield from (prefix + name for name, _ in settings_of(kind))
    yield from ("layers.*.groups", "output.groups")
