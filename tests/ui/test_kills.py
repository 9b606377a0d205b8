"""Sixty windows are killed at random moments: each next start recovers the last snapshot, or a newer one."""

import faulthandler
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

KILLS = int(os.environ.get("BPLAB_KILLS", "60"))
WORKING = 3.0  # seconds that a window works at least, if it is killed as late as possible
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

    def longest(self):
        """The longest life of a window that is killed: twice what one needs to open, and some more."""
        begin = time.monotonic()
        window = self.start()
        assert window.stdout.readline() == "nothing\n"
        window.kill()
        window.communicate()
        return 2 * (time.monotonic() - begin) + WORKING

    def start(self, *given):
        command = [sys.executable, str(HERE / "killed.py"), *given]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)


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
    home, dice, last, counts = Home(tmp_path), random.Random(KILLS), 0, {"recovered": 0, "kept": 0}
    longest = home.longest()
    for _ in range(KILLS):
        window = home.start()
        time.sleep(dice.uniform(0, longest))
        window.kill()
        recovered, kept = told(window.communicate()[0])
        if recovered:
            assert recovered[0] >= last
            counts["recovered"] += 1
        else:
            assert last == 0 or not kept, "a window began anew although something was left behind"
        counts["kept"] += len(kept)
        last = max([last, *recovered, *kept])
    out, _ = home.start(str(longest)).communicate()
    recovered, kept = told(out)
    assert recovered[0] >= last
    assert kept
    assert not list(home.sessions.glob("2*"))
    with capsys.disabled():
        print(f"\nkills: {KILLS}, recovered {counts['recovered']}, snapshots {counts['kept']}, note {last}")
