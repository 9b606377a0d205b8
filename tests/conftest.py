"""What every test gets: no screen, no settings of yours, one BLAS thread, and nothing that fails quietly."""

import ctypes
import gc
import json
import os
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
import threadpoolctl

import bplab  # noqa: F401 - for what importing it does: before NumPy loads it chooses whose arithmetic it is

_PRIVATE = tempfile.TemporaryDirectory(prefix="bplab-tests-")

# Before Qt and NumPy load: each reads these once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "linux":
    os.environ["LC_ALL"] = "C.UTF-8"  # bare systems have LANG=C, about which Qt warns
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
for _name in ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "STATE_HOME", "RUNTIME_DIR"):
    _folder = Path(_PRIVATE.name, _name.lower())
    _folder.mkdir(mode=0o700)
    os.environ[f"XDG_{_name}"] = str(_folder)

if sys.platform == "linux" and hasattr(_libc := ctypes.CDLL(None), "mallopt"):
    # What a test frees goes back to the system. By itself glibc keeps ever more, the larger the arrays were.
    _libc.mallopt(-1, 16 << 20)  # M_TRIM_THRESHOLD, and
    _libc.mallopt(-3, 4 << 20)  # M_MMAP_THRESHOLD; both then stay as they are

# A busy machine is no failure: no deadline, and slow drawing of examples is allowed.
_PATIENT = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("desk", **_PATIENT)
hypothesis.settings.register_profile("ci", derandomize=True, print_blob=True, **_PATIENT)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What lives as long as the session is not searched for cycles again and again, as in the window."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def one_blas_thread() -> Iterator[None]:
    """More threads give other bits, and fight each other under xdist."""
    with threadpoolctl.threadpool_limits(1):
        yield


@pytest.fixture(scope="session")
def same_machine(one_blas_thread: None) -> None:
    """Skip where bits, and figures of long runs, may differ from those of the reference; say why they may."""
    from bplab.training.machine import fingerprint  # loads NumPy

    reference = Path(__file__).parent / "training" / "data" / "bits.json"
    here, there = fingerprint(), json.loads(reference.read_text(encoding="utf-8"))["made_with"]
    differing = [
        f"{name} {here[name]} instead of {value}" for name, value in there.items() if here[name] != value
    ]
    if differing:
        pytest.skip(f"bits are those of another machine: {', '.join(differing)}")


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_yours() -> None:
    """Whatever reads or writes settings does it in a folder that goes away."""
    from PySide6.QtCore import QSettings, QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    _settings_into(_PRIVATE.name)


@pytest.fixture(autouse=True)
def fresh_settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test with a window starts as on the first day."""
    if {"qapp", "qtbot"} & set(request.fixturenames):
        folder = request.getfixturevalue("tmp_path")
        _settings_into(str(folder))
        monkeypatch.setattr("bplab.ui.places.data_folder", lambda: folder / "bplab-data")


@pytest.fixture(autouse=True)
def nothing_opened_outside(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a browser nor a file manager starts because of a test."""
    if {"qapp", "qtbot"} & set(request.fixturenames):
        monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _url: True)


def _settings_into(folder: str) -> None:
    from PySide6.QtCore import QSettings

    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(form, scope, folder)


@pytest.fixture(autouse=True)
def no_widgets_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Widgets and menus of a test go with it: whoever dresses the application later would dress them too."""
    yield
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent
        from PySide6.QtWidgets import QApplication

        for widget in QApplication.topLevelWidgets():
            widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        _collect_as_the_window_does()


def _collect_as_the_window_does() -> None:
    """Python collects nothing by itself any more once there has been a lab, whose timer seldom comes here."""
    from PySide6.QtCore import QCoreApplication

    from bplab.ui.live.garbage import Garbage

    app = QCoreApplication.instance()
    garbage = None if app is None else app.findChild(Garbage)
    if garbage is not None:
        garbage.look()


@pytest.fixture(autouse=True)
def nothing_swallowed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pyqtgraph prints some exceptions and goes on; here they fail the test."""
    swallowed: list[BaseException | None] = []
    if "pyqtgraph" in sys.modules or {"qapp", "qtbot"} & set(request.fixturenames):
        from pyqtgraph import debug

        monkeypatch.setattr(debug, "printExc", lambda *_args, **_kw: swallowed.append(sys.exc_info()[1]))
    yield
    assert not swallowed, f"pyqtgraph swallowed {swallowed}"
