"""Files changed at random places are refused, or read, written as they were, and gone on with."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(("count", "seed"), [(60, 0), pytest.param(5000, 1, marks=pytest.mark.slow)])
def test_no_changed_file_is_opened_wrongly(count, seed, tmp_path):
    script = Path(__file__).with_name("mutations.py")
    done = subprocess.run(
        [sys.executable, script, str(count), str(seed)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    print(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []
