"""Sixty windows with unsaved work are killed: each next start recovers the last snapshot or a newer one."""

import faulthandler
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

KILLS = int(os.environ.get("BPLAB_KILLS", "60"))
WORKING = 3.0  # seconds after the first snapshot of a window in which it is killed: some are kept each second
EARLY = 0.2  # share of windows that are killed while they start; they are not counted
SETTINGS = "[General]\nautosave_seconds=1\nstart_page=false\n"
HERE = Path(__file__).parent


class Home:
    """A user of one's own, whose windows are started and killed."""

    def __init__(self, folder):
        self.data = folder / "data"
        names = ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "STATE_HOME")
        self.env = os.environ | {f"XDG_{name}": str(folder / name.lower()) for name in names}
        self.env |= {"HOME": str(folder), "PYTHONPATH": str(HERE.parents[1])}
        settings = folder / "config_home" / "Backprop Lab" / "bplab.conf"
        settings.parent.mkdir(parents=True)
        settings.write_text(SETTINGS, encoding="utf-8")
        self.sessions = folder / "data_home" / "bplab" / "sessions"

    def opening(self):
        """How long a window takes until it looks for what was left behind."""
        begin = time.monotonic()
        window = self.start()
        assert window.stdout.readline() == "nothing\n"
        window.kill()
        window.communicate()
        return time.monotonic() - begin

    def start(self, *given):
        command = [sys.executable, str(HERE / "killed.py"), *given]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)


def until_kept(window):
    """What a window said up to its first snapshot, for which it waits."""
    said = ""
    while not said.splitlines()[-1:] or not said.splitlines()[-1].startswith("kept"):
        line = window.stdout.readline()
        assert line, f"a window ended by itself, after {said!r}"
        said += line
    return said


def told(text):
    """What a window said it recovered, if it did, and the last note it said is on disk."""
    lines = [line.split() for line in text.splitlines() if line.endswith(tuple("0123456789"))]
    recovered = [int(line[1]) for line in lines if line[0] == "recovered"]
    kept = [int(line[1]) for line in lines if line[0] == "kept"]
    return recovered, kept


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Folders of one's own are set as on Linux")
def test_each_next_start_recovers_the_last_snapshot_or_a_newer_one(tmp_path, capsys):
    faulthandler.cancel_dump_traceback_later()  # it takes long, and is meant to
    home, dice, last = Home(tmp_path), random.Random(KILLS), 0
    opening, kills, early, starts, snapshots = home.opening(), 0, 0, 0, 0
    while kills < KILLS:
        window, said = home.start(), ""
        if dice.random() < EARLY:
            early += 1
            time.sleep(dice.uniform(0, opening))
        else:
            kills += 1
            said = until_kept(window)
            time.sleep(dice.uniform(0, WORKING))
        window.kill()
        recovered, kept = told(said + window.communicate()[0])
        if recovered:
            assert recovered[0] >= last
        else:
            assert last == 0 or not kept, "a window began anew although something was left behind"
        starts, snapshots = starts + bool(recovered), snapshots + len(kept)
        last = max([last, *recovered, *kept])
    out, _ = home.start(str(opening + WORKING)).communicate()
    recovered, kept = told(out)
    assert recovered[0] >= last
    assert not list(home.sessions.glob("2*"))
    with capsys.disabled():
        print(f"\nkilled: {kills} windows that had kept something, {early} at their start; {snapshots} kept")
        print(f"every next start recovered the last one, or a newer one: {starts + 1} of them, note {last}")
