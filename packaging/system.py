"""What the system must provide before pip can do the rest: named, and on Debian as root installed."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass


class SetupError(Exception):
    """An error that the user can correct: a sentence that says what is wrong, and how to correct it."""


@dataclass(frozen=True)
class Need:
    """A missing component, and the package that contains it, with its names in different releases."""

    what: str
    packages: tuple[str, ...]


def provide(needs: list[Need]) -> None:
    """Install what is missing, or say how to.

    Raises: SetupError, unless root on a system with apt.
    """
    if not needs:
        return
    if not shutil.which("apt-get"):
        absent = ", ".join(need.what for need in needs)
        raise SetupError(f"Missing here: {absent}. Install the packages that contain them, and start again.")
    if os.geteuid() != 0:
        raise SetupError(
            f"Missing here, install with: sudo apt-get install {' '.join(map(known_name, needs))}"
        )
    apt("update")
    names = [known_name(need) for need in needs]
    print(f"Installing what this system lacks: {' '.join(names)}", flush=True)
    apt("install", "-y", "--no-install-recommends", *names)


def apt(*arguments: str) -> None:
    """Run apt-get, quietly unless it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-q", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        words = last_words(done.stdout + done.stderr)
        raise SetupError(f"apt-get {arguments[0]} failed (no network?). Its last output:\n{words}")


def known_name(need: Need) -> str:
    """Choose the name known to this release: Debian 13 renamed some packages to ...t64."""
    for name in need.packages:
        show = subprocess.run(["apt-cache", "show", name], capture_output=True, check=False)
        if show.stdout.strip():
            return name
    return need.packages[-1]


def venv_needs() -> list[Need]:
    """Debian ships the half of venv that provides pip in a package of its own."""
    if importlib.util.find_spec("ensurepip"):
        return []
    version = "{}.{}".format(*sys.version_info[:2])
    return [Need(f"ensurepip of Python {version}", (f"python{version}-venv", "python3-venv"))]


def screen(environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown."""
    named = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return named or not sys.platform.startswith("linux")


def library_sets(environment: Mapping[str, str]) -> list[str]:
    """The names of the sets of libraries that Qt needs for this screen."""
    if not sys.platform.startswith("linux"):
        return []
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    x11 = platform == "xcb" or (not platform and bool(environment.get("DISPLAY")))
    wayland = platform == "wayland" or (not platform and bool(environment.get("WAYLAND_DISPLAY")))
    return ["offscreen", *["wayland"] * wayland, *["x11"] * x11]


def library_needs(sets: list[str]) -> list[Need]:
    """Find missing libraries of the sets by loading each."""
    return [need for name in sets for need in LIBRARIES[name] if not loads(need.what)]


def loads(library: str) -> bool:
    """Whether the dynamic linker finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def last_words(text: str, lines: int = 6) -> str:
    """The end of a program's output, indented."""
    return "\n".join(f"    {line}" for line in text.strip().splitlines()[-lines:])


LIBRARIES: dict[str, list[Need]] = {
    "offscreen": [
        Need("libglib-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0")),
        Need("libGL.so.1", ("libgl1",)),
        Need("libEGL.so.1", ("libegl1",)),
        Need("libxkbcommon.so.0", ("libxkbcommon0",)),
        Need("libdbus-1.so.3", ("libdbus-1-3",)),
        Need("libfontconfig.so.1", ("libfontconfig1",)),
    ],
    "x11": [
        Need("libxcb-cursor.so.0", ("libxcb-cursor0",)),
        Need("libxcb-icccm.so.4", ("libxcb-icccm4",)),
        Need("libxcb-keysyms.so.1", ("libxcb-keysyms1",)),
        Need("libxcb-shape.so.0", ("libxcb-shape0",)),
        Need("libxcb-xkb.so.1", ("libxcb-xkb1",)),
        Need("libxkbcommon-x11.so.0", ("libxkbcommon-x11-0",)),
    ],
    "wayland": [
        Need("libwayland-cursor.so.0", ("libwayland-cursor0",)),
        Need("libwayland-egl.so.1", ("libwayland-egl1",)),
    ],
}
