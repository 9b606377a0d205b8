"""What all artifacts are made of: one commit, exported into a folder, and the program frozen from it."""

import io
import os
import subprocess
import tarfile
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """A commit to be built: its time is the time of every file in every artifact."""

    commit: str
    time: int  # seconds since 1970
    version: str
    source: Path  # the exported commit
    room: Path  # for what is made on the way
    dist: Path

    @property
    def app(self) -> Path:
        """The frozen program's folder."""
        return self.room / "frozen" / "bplab"

    @property
    def tree(self) -> Path:
        """The /usr of a package."""
        return self.room / "usr"

    @property
    def environment(self) -> dict[str, str]:
        """The variables under which everything is built, so that it is built alike each time."""
        fixed = {"SOURCE_DATE_EPOCH": str(self.time), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return {**os.environ, **fixed, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, *command: str | Path, cwd: Path | None = None) -> str:
        """Run a tool in the job's environment; return its output."""
        done = subprocess.run(
            [*map(str, command)],
            cwd=cwd or self.source,
            env=self.environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{Path(command[0]).name} failed:\n{(done.stdout + done.stderr)[-4000:]}")
        return done.stdout


def export(root: Path, room: Path, dist: Path) -> Job:
    """Export the last commit of a checkout into a folder, with a file that names it."""
    commit, time = git(root, "log", "-1", "--format=%H %ct").decode().split()
    source = room / "source"
    with tarfile.open(fileobj=io.BytesIO(git(root, "archive", commit))) as archive:
        archive.extractall(source, filter="data")
    (source / "resources" / "commit.txt").write_text(f"{commit}\n", encoding="ascii")
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Job(commit, int(time), project["version"], source, room, dist)


def git(root: Path, *words: str) -> bytes:
    """Ask git about a checkout."""
    return subprocess.run(["git", "-C", root, *words], check=True, stdout=subprocess.PIPE).stdout
