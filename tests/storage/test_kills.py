"""A process that is killed while it saves leaves the old file or the new one, never less than it reported."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("count", "seed"),
    [(5, 0), *(pytest.param(250, seed, marks=pytest.mark.slow) for seed in range(1, 5))],
)
def test_after_every_kill_the_file_is_whole(count, seed):
    script = Path(__file__).with_name("kills.py")
    done = subprocess.run(
        [sys.executable, script, str(count), str(seed)], capture_output=True, text=True, check=False
    )
    print(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{count} kills" in done.stdout
