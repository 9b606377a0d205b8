"""What Ctrl+K finds: commands, presets, data, settings, views and glossary terms, from their tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction

from bplab.data.datasets import DATASETS
from bplab.experiment.presets import PRESETS
from bplab.ui.actions import ACTIONS, keys_text
from bplab.ui.commands.menus import SPEEDS, THEMES
from bplab.ui.form.fields import ROWS, FormRow
from bplab.ui.form.values import declared
from bplab.ui.glossary import words
from bplab.ui.shell.view_place import ViewPlace
from bplab.ui.style.tokens import Mode


@dataclass(frozen=True)
class Item:
    """One result: its title, where it belongs and what it does."""

    title: str
    kind: str
    tip: str
    run: Callable[[], object]
    keys: str = ""
    enabled: Callable[[], bool] = lambda: True


def matching(items: list[Item], text: str) -> list[Item]:
    """The items that contain every word typed, with matches at the start of title words first."""
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
    """The commands of the menus."""
    for row in ACTIONS:
        action = actions[row.id]
        yield Item(row.text, row.menu, row.tip, action.trigger, keys_text(row), action.isEnabled)


def preset_items(open_preset: Callable[[str], object]) -> Iterator[Item]:
    """The presets."""
    for name, preset in PRESETS.items():
        yield Item(preset.title, "Preset", preset.help, partial(open_preset, name))


def data_items(choose: Callable[[str], object]) -> Iterator[Item]:
    """The data sets."""
    for name, row in DATASETS.items():
        yield Item(row.title, "Data", row.help, partial(choose, name))


def setting_items(show: Callable[[str], object], shown: Callable[[FormRow], bool]) -> Iterator[Item]:
    """The settings of the form, except those that do not apply now."""
    for row in ROWS:
        setting = declared(row.path)
        yield Item(
            setting.title, "Setting", setting.tip, partial(show, row.path), enabled=partial(shown, row)
        )


def theme_items(choose: Callable[[Mode], object]) -> Iterator[Item]:
    """The themes."""
    for mode, title in THEMES.items():
        yield Item(f"Theme: {title.lower()}", "View", "", partial(choose, mode))


def speed_items(choose: Callable[[float], object]) -> Iterator[Item]:
    """The speeds of the menu."""
    for speed, title in SPEEDS.items():
        yield Item(f"Speed: {title[0].lower()}{title[1:]}", "Train", "", partial(choose, speed))


def view_items(pages: Iterable[ViewPlace], show: Callable[[ViewPlace], object]) -> Iterator[Item]:
    """The views that are tabs."""
    for page in pages:
        yield Item(page.title, "View", page.help, partial(show, page))


def word_items(explain: Callable[[str], object]) -> Iterator[Item]:
    """The terms of the glossary."""
    for word, text in words().items():
        yield Item(word, "Help", text, partial(explain, word))
