"""What Ctrl+K finds: every command, preset, data set and setting, from the tables they come from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction

from bplab.data.datasets import DATASETS
from bplab.experiment.presets import PRESETS
from bplab.ui.actions import ACTIONS, keys_text
from bplab.ui.form.fields import ROWS, FormRow
from bplab.ui.form.values import declared


@dataclass(frozen=True)
class Item:
    """One thing to find: what it is called, where it belongs, what it does."""

    title: str
    kind: str
    tip: str
    run: Callable[[], object]
    keys: str = ""
    enabled: Callable[[], bool] = lambda: True


def matching(items: list[Item], text: str) -> list[Item]:
    """Give the items in which every word typed occurs: first where words of the title begin with them."""
    words = text.casefold().split()
    ranked = [(rank, item) for item in items if (rank := _rank(item, words)) is not None]
    return [item for _rank_, item in sorted(ranked, key=lambda pair: pair[0])]


def _rank(item: Item, words: list[str]) -> int | None:
    title = item.title.casefold()
    if title.startswith(" ".join(words)):
        return -1
    if all(f" {title}".find(f" {word}") >= 0 for word in words):
        return 0
    if all(word in title for word in words):
        return 1
    everything = f"{title} {item.kind} {item.tip} {item.keys}".casefold()
    return 2 if all(word in everything for word in words) else None


def command_items(actions: Mapping[str, QAction]) -> Iterator[Item]:
    """Give the commands of the menus."""
    for row in ACTIONS:
        action = actions[row.id]
        yield Item(row.text, row.menu, row.tip, action.trigger, keys_text(row), action.isEnabled)


def preset_items(open_preset: Callable[[str], object]) -> Iterator[Item]:
    """Give the presets."""
    for name, preset in PRESETS.items():
        yield Item(preset.title, "Preset", preset.help, _calling(open_preset, name))


def data_items(choose: Callable[[str], object]) -> Iterator[Item]:
    """Give the data sets."""
    for name, row in DATASETS.items():
        yield Item(row.title, "Data", row.help, _calling(choose, name))


def setting_items(show: Callable[[str], object], shown: Callable[[FormRow], bool]) -> Iterator[Item]:
    """Give the settings of the form; one that does not apply now is not found."""
    for row in ROWS:
        setting = declared(row.path)
        yield Item(
            setting.title, "Setting", setting.tip, _calling(show, row.path), enabled=_asking(shown, row)
        )


def _calling(call: Callable[[str], object], name: str) -> Callable[[], object]:
    return lambda: call(name)


def _asking(shown: Callable[[FormRow], bool], row: FormRow) -> Callable[[], bool]:
    return lambda: shown(row)
