"""Builds all artifacts of the last commit into dist/, with the Python that goes into them."""

import shutil
import sys
import time
from pathlib import Path

from artifacts.bill import make_bill, write_sums
from artifacts.freeze import freeze
from artifacts.job import Job, export
from artifacts.packages import make_packages
from artifacts.portable import make_portable
from artifacts.python import make_wheel_and_sdist
from artifacts.self_extracting import make_self_extracting
from artifacts.tree import lay_out
from artifacts.trial import try_all

ROOT = Path(__file__).resolve().parent.parent
MB = 1e6
MOST_UNPACKED, MOST_DEB = 170 * MB, 60 * MB


def main() -> int:
    """Build, try and list everything."""
    begin = time.monotonic()
    room, dist = ROOT / "build" / "package", ROOT / "dist"
    for folder in (room, dist):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    job = export(ROOT, room, dist)
    python = sys.version.split()[0]
    said(begin, f"building Backprop Lab {job.version} of commit {job.commit[:12]} with Python {python}")
    freeze(job)
    said(begin, f"frozen, {size(job.app) / MB:.0f} MB unpacked")
    lay_out(job)
    artifacts = make_artifacts(job, begin)
    said(begin, "trying each")
    try_all(job, artifacts[:-1])
    write_sums(job, artifacts)
    limit(size(job.app), MOST_UNPACKED, "The unpacked program")
    limit(next(dist.glob("*.deb")).stat().st_size, MOST_DEB, "The .deb")
    said(begin, f"done: {dist}")
    return 0


def make_artifacts(job: Job, begin: float) -> list[Path]:
    """Make all artifacts, the bill of materials last."""
    made: list[Path] = []
    for make in (make_packages, make_portable, make_self_extracting, make_wheel_and_sdist, make_bill):
        result = make(job)
        new = result if isinstance(result, list) else [result]
        for path in new:
            said(begin, f"{path.name}, {path.stat().st_size / MB:.1f} MB")
        made += new
    return made


def size(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def limit(found: float, most: float, what: str) -> None:
    """Stop before something too large is handed out.

    Raises: RuntimeError.
    """
    if found > most:
        raise RuntimeError(f"{what} has {found / MB:.0f} MB; at most {most / MB:.0f} are allowed.")


def said(begin: float, text: str) -> None:
    """Print how far the build is."""
    print(f"{time.monotonic() - begin:5.0f} s  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
