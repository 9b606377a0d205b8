"""The proofs that take minutes: builds of one commit are identical, install, and leave nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINUX = sys.platform.startswith("linux")
ROOT_USER = getattr(os, "geteuid", lambda: -1)() == 0


@pytest.mark.slow
@pytest.mark.skipif(not LINUX, reason="builds packages for Linux")
def test_two_builds_of_one_commit_are_identical() -> None:
    subprocess.run([ROOT / "packaging" / "compare_builds.sh"], check=True)


@pytest.mark.slow
@pytest.mark.skipif(not (LINUX and ROOT_USER), reason="makes a root file system")
def test_everything_built_installs_on_a_bare_debian_and_leaves_nothing() -> None:
    if not list((ROOT / "dist").glob("*.deb")):
        subprocess.run([sys.executable, ROOT / "packaging" / "run.py", "package"], check=True)
    subprocess.run([ROOT / "packaging" / "test_install.sh"], check=True)
