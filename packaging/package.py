"""Finds the Python to build with, makes an environment for it in build/, and starts build.py there."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from newest import BEFORE_3_12, OLDEST, newest
from system import Need, SetupError, last_words, library_needs, provide

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"

TOOLS = {  # programs, and Debian's packages that contain them; with Xvfb, artifacts are tried on a screen
    "objdump": "binutils",
    "xz": "xz-utils",
    "dpkg-deb": "dpkg",
    "rpm2cpio": "rpm2cpio",
    "cpio": "cpio",
    "git": "git",
}


def package() -> int:
    """Build everything that can be installed.

    Raises: SetupError if something is missing that the user can provide.
    """
    check_place()
    provide([Need(tool, (name,)) for tool, name in TOOLS.items() if not shutil.which(tool)])
    provide(library_needs(["offscreen", *["x11"] * bool(shutil.which("Xvfb"))]))
    python, version = newest()
    if version[:2] < OLDEST:
        print(BEFORE_3_12.format(*version))
    venv = ROOT / "build" / f"python{version[0]}.{version[1]}"
    prepare(python, venv)
    path = f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONPATH", None)
    return subprocess.call([venv / "bin" / "python", ROOT / "packaging" / "build.py"], env=environment)


def check_place() -> None:
    """Tell what else than the last commit is there.

    Raises: SetupError where this cannot build.
    """
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise SetupError(
            "Packages are built on Linux with an x86-64 processor. packaging/README.md has other recipes."
        )
    status = ["git", "-C", str(ROOT), "status", "--porcelain"]
    done = subprocess.run(status, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError("Packages are built of a commit: run this in a checkout made with git clone.")
    if done.stdout:
        print(f"Only what is committed is built; {len(done.stdout.splitlines())} changed files are left out.")


def prepare(python: str, venv: Path) -> None:
    """Make the environment, unless it is there: dependencies and tools, but not the lab itself.

    Raises: SetupError.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["package"]]
    key = hashlib.sha256(
        json.dumps([wanted, CONSTRAINTS.read_text(encoding="utf-8"), python]).encode()
    ).hexdigest()
    stamp = venv / "stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii") == key:
        return
    print(f"Setting up {venv} (once, some 600 MB)", flush=True)
    inner = str(venv / "bin" / "python")
    pip = [inner, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    install = [*pip, "--constraint", str(CONSTRAINTS), *wanted]
    for command in ([python, "-m", "venv", "--clear", str(venv)], install):
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode:
            raise SetupError(f"The build environment failed:\n{last_words(done.stdout + done.stderr)}")
    stamp.write_text(key, encoding="ascii")


if __name__ == "__main__":
    sys.exit(package())
