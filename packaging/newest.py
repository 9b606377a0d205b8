"""Finds the Python that the frozen program is built with: the newest that the dependencies support."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST, NEWEST = (3, 12), (3, 14)
PROBE = (
    "import os, sys, sysconfig; "
    "print(*sys.version_info[:3], sysconfig.get_config_var('Py_ENABLE_SHARED') or os.name)"
)
BEFORE_3_12 = (
    "Building with Python {}.{}: no 3.12 or newer was found. In the result, an exception inside a handler of "
    "Qt can end the program, where from 3.12 on it is only reported."
)

Version = tuple[int, ...]


def newest() -> tuple[str, Version]:
    """Choose the newest Python from 3.12 on that can be frozen; without one, the one that runs this."""
    found = {version: path for path in candidates() if (version := version_of(path)) is not None}
    fit = [version for version in found if OLDEST <= version[:2] <= NEWEST]
    best = max(fit, default=tuple(sys.version_info[:3]))
    return found.get(best, sys.executable), best


def candidates() -> list[str]:
    """Programs that may be Pythons: on PATH, and those that pyenv and uv have installed."""
    names = [f"python3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    on_path = [path for name in names if (path := shutil.which(name))]
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv")) / "versions"
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", home / ".local" / "share" / "uv" / "python"))
    kept = [path for folder in (uv, pyenv) for path in sorted(folder.glob("*3.*/bin/python3"))]
    kept += sorted(pyenv.glob("3.*/bin/python3"))
    return [*map(str, kept), *on_path, sys.executable]


def version_of(python: str) -> Version | None:
    """The version of a Python that can be frozen: its library must be a shared one."""
    try:
        done = subprocess.run([python, "-c", PROBE], capture_output=True, text=True, check=True, timeout=30)
        *numbers, shared = done.stdout.split()
        return tuple(map(int, numbers)) if shared != "posix" else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None  # such as pyenv's stand-in for a version that is not selected
