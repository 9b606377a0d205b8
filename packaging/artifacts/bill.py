"""What is in the artifacts (a CycloneDX bill of materials), and the sums to check them by."""

import hashlib
import json
import platform
import re
import sqlite3
import sys
import tomllib
from pathlib import Path
from typing import Any

from artifacts.job import Job

Json = dict[str, Any]


def make_bill(job: Job) -> Path:
    """List the lab and the packages it contains; what is only for building is left out."""
    target = job.dist / f"bplab-{job.version}.cdx.json"
    job.run(
        *("cyclonedx-py", "environment", "--output-reproducible", "--of", "JSON", "-o", target),
        *("--pyproject", job.source / "pyproject.toml", sys.executable),
    )
    bill = json.loads(target.read_text(encoding="utf-8"))
    project = tomllib.loads((job.source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    inside = reachable(bill, project["dependencies"])
    bill["components"] = [part for part in bill["components"] if part["bom-ref"] in inside] + bundled(job.app)
    bill["dependencies"] = [
        {**entry, "dependsOn": [ref for ref in entry.get("dependsOn", []) if ref in inside]}
        for entry in bill["dependencies"]
        if entry["ref"] in inside
    ]
    target.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return target


def reachable(bill: Json, declared: list[str]) -> set[str]:
    """The lab and all that it depends on, directly or not, but not what its extras name."""
    names = {plain(requirement) for requirement in declared}
    edges = {entry["ref"]: entry.get("dependsOn", []) for entry in bill["dependencies"]}
    lab = bill["metadata"]["component"]["bom-ref"]
    edges[lab] = [ref for ref in edges[lab] if plain(ref) in names]
    found, ahead = set[str](), [lab]
    while ahead:
        found.add(ref := ahead.pop())
        ahead += [other for other in edges.get(ref, []) if other not in found]
    return found


def plain(requirement: str) -> str:
    """The name in a requirement or reference, in the one spelling of the package index."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def bundled(app: Path) -> list[Json]:
    """What the frozen program contains besides packages."""
    libraries = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    parts = [component(name, version) for name, version in libraries.items()]
    return parts + [
        component(path.name.split(".so")[0], path.name.split(".so.")[-1]) for path in app.rglob("libffi.so*")
    ]


def component(name: str, version: str) -> Json:
    """One entry of the bill."""
    return {"type": "library", "bom-ref": f"{name}=={version}", "name": name, "version": version}


def write_sums(job: Job, artifacts: list[Path]) -> Path:
    """Write the file that `sha256sum -c` reads."""
    target = job.dist / "SHA256SUMS"
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(artifacts)]
    target.write_text("".join(lines), encoding="ascii")
    return target
