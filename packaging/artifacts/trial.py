"""Every artifact proves itself when it is built: unpacked or installed, its own self-test runs."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from artifacts.job import Job


def try_all(job: Job, artifacts: list[Path]) -> None:
    """Try each artifact, on a virtual screen where there is one.

    Raises: RuntimeError if one fails.
    """
    with screen(job) as shown:
        for artifact in artifacts:
            room = job.room / "tried" / artifact.name
            room.mkdir(parents=True)
            print(
                f"   {artifact.name}: {selftest(room, unpack(artifact, room / 'unpacked'), shown)}",
                flush=True,
            )
            leave(artifact, room)


@contextmanager
def screen(job: Job) -> Iterator[dict[str, str]]:
    """A virtual X screen; without Xvfb, Qt draws into memory."""
    if not shutil.which("Xvfb"):
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as number:
            display = number.readline().strip()
        try:
            yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{display}"}
        finally:
            server.terminate()


def unpack(artifact: Path, room: Path) -> list[str]:
    """Unpack an artifact; return the command that starts it."""
    room.mkdir()
    name = str(artifact)
    if artifact.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", name, room], check=True)
    elif artifact.suffix == ".rpm":
        package = subprocess.run(["rpm2cpio", name], check=True, stdout=subprocess.PIPE).stdout
        subprocess.run(["cpio", "-id", "--quiet"], cwd=room, input=package, check=True)
    elif artifact.suffix == ".run":
        subprocess.run(["sh", name, "--prefix", room / "usr"], check=True, stdout=subprocess.DEVNULL)
    elif artifact.suffix == ".whl":
        shutil.unpack_archive(artifact, room, "zip")
    else:
        with tarfile.open(artifact) as archive:
            archive.extractall(room, filter="data")
    return command(room)


def command(room: Path) -> list[str]:
    """The command that starts what was unpacked: installed, portable, or with this Python."""
    installed, portable = room / "usr" / "bin" / "bplab", next(room.glob("*/bplab"), room)
    if installed.exists():
        return [str(installed)]
    if portable.is_file():
        return [str(portable)]
    package = next(room.glob("**/bplab/__main__.py")).parents[1]
    return ["env", f"PYTHONPATH={package}", sys.executable, "-m", "bplab"]


def selftest(room: Path, start: list[str], shown: dict[str, str]) -> str:
    """Run the self-test, and two seeds in a child process, with a home of their own."""
    home = room / "home"
    home.mkdir()
    places = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PATH": "/usr/bin:/bin", **shown}
    said = []
    for words in (["--selftest"], ["seeds", "circle", "--count", "2", "--epochs", "2"]):
        done = subprocess.run(
            [*start, *words], env=places, cwd=home, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{room.name} failed at {' '.join(words)}:\n{done.stdout}{done.stderr}")
        said += done.stdout.strip().splitlines()[-1:]
    return said[0].removeprefix("selftest: ")


def leave(artifact: Path, room: Path) -> None:
    """Remove what was tried; the self-extracting file does so itself, and must leave nothing.

    Raises: RuntimeError if it does.
    """
    if artifact.suffix == ".run":
        usr = room / "unpacked" / "usr"
        subprocess.run(
            ["sh", artifact, "--uninstall", "--prefix", usr], check=True, stdout=subprocess.DEVNULL
        )
        left = [path for path in (room / "unpacked").rglob("*") if not path.is_dir()]
        if left:
            raise RuntimeError(f"{artifact.name} left behind: {left}")
    shutil.rmtree(room)
