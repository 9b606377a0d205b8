"""Writes the licenses of the lab and of everything that its frozen program contains into one text."""

import sysconfig
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKAGES = ("numpy", "pyqtgraph", "colorama", "threadpoolctl")
FILES = {
    "Inter": ROOT / "resources" / "fonts" / "Inter-LICENSE.txt",
    "Noto Serif": ROOT / "resources" / "fonts" / "NotoSerif-LICENSE.txt",
    "Lucide": ROOT / "resources" / "icons" / "LICENSE.txt",
    "Data sets": ROOT / "resources" / "data" / "README.md",
    "GNU Lesser General Public License 3.0": HERE / "licenses" / "LGPL-3.0.txt",
    "GNU General Public License 3.0": HERE / "licenses" / "GPL-3.0.txt",
}


def terms() -> str:
    """The text: what is contained, then each license in full."""
    parts = [(HERE / "licenses" / "contained.txt").read_text(encoding="utf-8")]
    parts += [f"{'=' * 78}\n{title}\n{'=' * 78}\n\n{text.strip()}\n" for title, text in _texts()]
    return "\n".join(parts)


def _texts() -> Iterator[tuple[str, str]]:
    yield "Backprop Lab", (ROOT / "LICENSE").read_text(encoding="utf-8")
    yield "Python", Path(sysconfig.get_path("stdlib"), "LICENSE.txt").read_text(encoding="utf-8")
    for name in PACKAGES:
        for path in sorted(distribution(name).files or (), key=str):
            if "licenses" in path.parts:
                yield f"{name}: {path.name}", path.read_text(encoding="utf-8")
    for title, file in FILES.items():
        yield title, file.read_text(encoding="utf-8")
