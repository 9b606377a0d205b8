"""The Help menu opens the releases page and the log folder outside of the window, or says where they are."""

import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from bplab.ui import places
from bplab.ui.commands.outside import RELEASES

ROOT = Path(__file__).parents[3]


@pytest.fixture
def opened(monkeypatch):
    """What was opened; where it is None, nothing can be."""
    addresses = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: addresses.append(url) or True)
    return addresses


def test_nothing_is_opened_before_it_is_asked_for(driver, opened):
    assert opened == []
    driver.lab.actions["releases"].trigger()
    assert [url.toString() for url in opened] == [RELEASES]


def test_the_releases_page_is_the_one_the_project_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["urls"]["Releases"] == RELEASES


def test_the_log_folder_holds_the_logs(driver, opened):
    driver.lab.actions["log_folder"].trigger()
    folder = Path(opened[0].toLocalFile())
    assert folder == places.data_folder()
    assert {"bplab.log", "crash.log"} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("name", "told"), [("releases", RELEASES), ("log_folder", "bplab-data")], ids=["releases", "logs"]
)
def test_without_a_browser_or_a_file_manager_the_place_is_told(driver, monkeypatch, name, told):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    driver.lab.actions[name].trigger()
    assert told in driver.lab.commands.file.notice().text
