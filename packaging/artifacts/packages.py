"""Packages of the system: .deb for Debian and Ubuntu, .rpm for Fedora and openSUSE, both made by nfpm."""

import json
from pathlib import Path
from typing import Any

from artifacts.elf import needed
from artifacts.host import for_deb, for_rpm
from artifacts.job import Job
from artifacts.tree import files

DESCRIPTION = """Desktop lab for learning, teaching and debugging backpropagation
Draw a neural network, press Space, and watch it learn: loss curves, the size
of the gradient in every layer, the output of every neuron, and the chain rule
of every weight with its numbers. It works offline; nothing is sent anywhere."""


def make_packages(job: Job) -> list[Path]:
    """Make both packages from the same tree."""
    libraries, glibc = needed(job.app)
    deb, rpm = (
        job.dist / name.format(job.version) for name in ("bplab_{}_amd64.deb", "bplab-{}-1.x86_64.rpm")
    )
    make(job, deb, {"depends": for_deb(libraries, glibc), "section": "education"})
    make(job, rpm, {"depends": for_rpm(libraries, glibc), "release": "1", "license": "MIT"})
    return [deb, rpm]


def make(job: Job, target: Path, more: dict[str, Any]) -> None:
    """Make one package."""
    kind = target.suffix[1:]
    settings = {
        "name": "bplab",
        "version": job.version,
        "arch": "amd64",
        "priority": "optional",
        "maintainer": "Backprop Lab contributors <noreply@bplab.org>",
        "description": DESCRIPTION,
        "contents": contents(job, kind),
        "deb": {"compression": "xz"},
        "rpm": {"compression": "zstd:15", "buildhost": "localhost", "group": "Education"},
        **more,
    }
    if kind == "rpm":  # Debian's own triggers do this there
        script = str(job.source / "packaging" / "linux" / "refresh.sh")
        settings["scripts"] = {"postinstall": script, "postremove": script}
    configuration = job.room / f"{kind}.json"
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    job.run("nfpm", "package", "--config", configuration, "--packager", kind, "--target", target)


def contents(job: Job, kind: str) -> list[dict[str, Any]]:
    """Every file by name; of the folders, only the program's own belong to the package."""
    app = job.tree / "lib" / "bplab"
    folders = [app, *(path for path in app.rglob("*") if path.is_dir())]
    folders += [path for path in (job.tree / "share").rglob("bplab") if path.is_dir()]
    entries: list[dict[str, Any]] = [
        {"dst": f"/usr/{path.relative_to(job.tree).as_posix()}", "type": "dir", "file_info": {"mode": 0o755}}
        for path in sorted(folders)
    ]
    for path in files(job.tree):
        entry: dict[str, Any] = {"src": str(path), "dst": f"/usr/{path.relative_to(job.tree).as_posix()}"}
        if path.is_symlink():
            entry |= {"src": str(path.readlink()), "type": "symlink"}
        if kind == "rpm":
            entry["dst"] = entry["dst"].replace("/zsh/vendor-completions/", "/zsh/site-functions/")
            if "/lintian/" in entry["dst"]:
                continue
        entries.append(entry)
    return entries
