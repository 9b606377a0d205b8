"""The house keeps its own rules: a sound binding, Qt where it belongs, small files, no trace of a machine."""

import ast
import contextlib
import gc
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import bplab

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "bplab"
SOURCES = sorted(path for folder in ("bplab", "packaging", "tests") for path in (ROOT / folder).rglob("*.py"))
WITH_QT = ("bplab.ui", "bplab.app")


def test_void_qt_calls_keep_their_references_to_none() -> None:
    thing = QObject()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(500):
        thing.setObjectName("again")
    assert before - sys.getrefcount(None) < 50  # an unsound binding loses all 500


class Frames(QWidget):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for x in range(20):
            painter.setPen(Qt.GlobalColor.red)
            painter.drawLine(x, 0, 20, x)
        painter.end()
        self.painted += 1


def test_a_thousand_painted_frames_survive(qtbot: QtBot) -> None:
    widget = Frames()
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    with qtbot.waitExposed(widget):
        widget.show()
    for _ in range(1000):
        widget.repaint()
    assert widget.painted >= 1000


def test_nothing_outside_ui_and_app_imports_qt() -> None:
    names = [name for _, name, _ in pkgutil.walk_packages([str(PACKAGE)], "bplab.", onerror=_quiet)]
    names = [name for name in names if not name.startswith(WITH_QT)]
    program = "import sys; __import__('bplab')\n"
    program += "".join(f"__import__({name!r})\n" for name in names)
    program += "print(sorted({'PySide6', 'shiboken6', 'pyqtgraph'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout.strip()) == ("", "[]")


def _quiet(_name: str) -> None:
    """walk_packages imports what it walks; a broken module fails in the test that imports it."""


def test_the_map_is_one_page_and_names_every_folder() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    folders = {path.parent for path in PACKAGE.rglob("__init__.py")} - {PACKAGE}
    folders |= {ROOT / name for name in ("bplab", "resources", "packaging", "tests")}
    assert [str(folder) for folder in sorted(folders) if f"{folder.name}/" not in text] == []


def test_contributing_fits_one_screen() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 60


POSIX_MODULES = {"crypt", "fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_NAMES = {
    "os": r"fork|forkpty|get(e?uid|e?gid|pgid|loadavg)|set(sid|uid)|killpg|nice|uname|mkfifo|statvfs|sysconf"
    r"|sched_.*|chown|wait[34]?|WNOHANG",
    "signal": "SIGALRM|SIGHUP|SIGKILL|SIGUSR[12]|alarm|pause|setitimer|pthread_kill|sigwait",
    "time": "clock_gettime|tzset",
}


# Only a file with one of these names in its text is parsed.
POSIX = re.compile(rf"\b({'|'.join([*POSIX_MODULES, *POSIX_NAMES.values()])})\b")


def lacking(module: str, name: str) -> bool:
    """Whether Windows lacks a name of a module."""
    return bool(re.fullmatch(POSIX_NAMES.get(module, ""), name))


def posix_only(path: Path) -> Iterator[str]:
    """Name what a file uses that Windows lacks."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if POSIX.search(text) else ():
        where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        used: list[str] = []
        if isinstance(node, ast.Import):
            used = [name.name for name in node.names if name.name in POSIX_MODULES]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            used = [name.name for name in node.names if module in POSIX_MODULES or lacking(module, name.name)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used = [node.attr] if lacking(node.value.id, node.attr) else []
        yield from (f"{where} {name}" for name in used)


def test_only_packaging_calls_what_windows_lacks() -> None:
    elsewhere = [path for path in SOURCES if not path.is_relative_to(ROOT / "packaging")]
    assert [use for path in elsewhere for use in posix_only(path)] == []


def test_no_file_is_over_300_lines() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {str(path.relative_to(ROOT)): count for path, count in lengths.items() if count > 300} == {}


def test_no_function_is_over_40_lines() -> None:
    long = []
    for path in SOURCES:
        for node in _statements(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                long += [f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {lines}"] if lines > 40 else []
    assert long == []


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """What may hold functions: statements, but not the expressions in them, which are many."""
    yield node
    for name in ("body", "orelse", "handlers", "finalbody", "cases"):
        for inner in getattr(node, name, ()):
            yield from _statements(inner)


def test_every_package_folder_is_a_package() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


# In pieces, so that this file does not name them either.
MACHINE = re.compile(r"(?<![\w.])/(wo()rk|ro()ot)/|p()ypi\.org|p()ythonhosted|deb\.d()ebian")


def texts() -> Iterator[tuple[Path, str]]:
    """Give every text file of the project."""
    paths = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]  # a worktree's
    for folder in (".ci", "bplab", "packaging", "resources", "tests"):
        paths += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in paths:
        with contextlib.suppress(UnicodeDecodeError):
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def test_no_file_names_a_machine_or_a_package_host() -> None:
    assert [f"{name}: {found.group()}" for name, text in texts() if (found := MACHINE.search(text))] == []


def test_the_package_is_the_one_of_this_checkout() -> None:
    assert Path(bplab.__file__).parent == PACKAGE


SECTIONS = ("Formula", "Shapes", "Units", "Raises", "Source")
SECTION = re.compile(
    r"\b(Formulas?|Shapes?|Units?|Raises?|Raise|Sources?|Returns?|Args): |\bRaises [A-Z]\w*Error\b"
)


def misspelled(docstring: str) -> Iterator[str]:
    """Give the lines with a section that is misspelled or shares its line, and those that it cuts off."""
    before = ""
    for number, line in enumerate(docstring.splitlines()):
        for found in SECTION.finditer(line):
            if found.group(1) not in SECTIONS or found.start() or not number:
                yield line
            elif re.search(r"\w$", before) and not SECTION.match(before):
                yield before
        before = line


def test_sections_of_docstrings_have_one_spelling_and_lines_of_their_own() -> None:
    wrong = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if SECTION.search(text) else ():
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                lines = misspelled(ast.get_docstring(node) or "")
                wrong += [f"{path.relative_to(ROOT)}: {line}" for line in lines]
    assert wrong == []


def test_labels_announce_a_dialog_with_three_dots_not_with_an_ellipsis() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in (PACKAGE / "ui").rglob("*.py")}
    wrong = [
        f"{path.relative_to(ROOT)}: {node.value}"
        for path, text in texts.items()
        for node in (ast.walk(ast.parse(text)) if "…" in text else ())
        if isinstance(node, ast.Constant) and re.search(r"\w ?…$", str(node.value))
    ]
    assert wrong == []
