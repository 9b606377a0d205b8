"""In portable use everything is kept in the program's own folder, and nothing elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bplab.__main__ import wants_native
from bplab.portable import PORTABLE, go_portable, is_among, own_folder, portable_folder
from bplab.ui.files import locks
from bplab.ui.preferences import Preferences

FONTS = """<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
"""  # as where no list of the fonts was cached for all users

SESSION = """
import os
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog
import bplab.app as app
from bplab.__main__ import main

make = app.make_lab

def made(qt):
    lab = make(qt)
    lab.preferences.set_flag("native", False)
    lab.session.edit("Change", lab.session.spec)
    lab.keeping.autosave.keep()
    QFileDialog(lab.window).deleteLater()
    QTimer.singleShot(0, lambda: lab.close(unexpectedly=True))
    QTimer.singleShot(0, qt.quit)
    assert "XDG_CACHE_HOME" not in os.environ
    return lab

app.make_lab = made
sys.prefix = sys.argv.pop()
sys.exit(main())
"""


@pytest.fixture
def portable(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv(PORTABLE, "")
    go_portable()
    return tmp_path / "bplab-data"


def test_the_folder_is_in_the_environment_of_python_or_beside_a_frozen_program(monkeypatch, portable):
    assert portable_folder() == portable
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(Path("stick", "bplab", "bplab")))
    assert own_folder() == Path("stick", "bplab", "bplab-data")


def test_settings_locks_and_files_of_the_lab_are_in_it(portable, qapp):
    Preferences().set_flag("native", True)
    assert wants_native(["--portable"])
    assert "native=true" in (portable / "settings.ini").read_text(encoding="utf-8")
    assert locks.lock_folder() == portable / "open"


def test_the_switch_is_recognized_as_argparse_does():
    assert is_among("--portable", ["--portable", "task.bplab"])
    assert is_among("--portable", ["--port"])
    assert not is_among("--portable", ["--", "portable", "train"])


def test_a_session_writes_nothing_into_the_home_folder(tmp_path):
    home, own = tmp_path / "home", tmp_path / "own"
    home.mkdir()
    own.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    (own / "fonts.conf").write_text(FONTS, encoding="utf-8")
    env |= {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(own / "fonts.conf")}
    command = [sys.executable, "-c", SESSION, "--portable", "--start-page", str(own)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert [str(path.relative_to(home)) for path in home.rglob("*")] == []
    found = {path.name for path in (own / "bplab-data").rglob("*")}
    assert {"settings.ini", "bplab.log", "QtProject.conf"} <= found
    assert [path for path in tmp_path.rglob("*") if path.is_file() and own not in path.parents] == []
