"""The self-extracting .run: a shell script, and behind it the installed tree."""

import hashlib
import shutil
from pathlib import Path

from artifacts.archive import gz, write_tar
from artifacts.freeze import settle
from artifacts.job import Job


def make_self_extracting(job: Job) -> Path:
    """Make the file; unlike a package it brings its own way to be removed."""
    tree = job.room / "run"
    shutil.copytree(job.tree, tree, symlinks=True)
    shutil.rmtree(tree / "share" / "lintian", ignore_errors=True)
    app = tree / "lib" / "bplab"
    packaging = job.source / "packaging"
    shutil.copy(packaging / "common" / "uninstall.sh", app / "uninstall")
    shutil.copy(packaging / "linux" / "refresh.sh", app / "refresh")
    settle(tree, job.time)
    write_tar(job.room / "run.tar", tree, "", job.time)
    payload = gz(job.room / "run.tar")
    script = (packaging / "common" / "self_extract.sh").read_text(encoding="utf-8")
    script = script.replace("@VERSION@", job.version).replace("@SUM@", hashlib.sha256(payload).hexdigest())
    target = job.dist / f"bplab-{job.version}-linux-x86_64.run"
    target.write_bytes(script.encode() + payload)
    target.chmod(0o755)
    return target
