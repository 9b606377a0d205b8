"""The comparison of starts says why a lab does not open."""

import importlib
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it reads what Linux knows")


def test_a_lab_that_opens_no_window_is_named_after_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "packaging"))
    start = importlib.import_module("start").start
    package = tmp_path / "bplab"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("raise SystemExit('There is no screen.')")
    with pytest.raises(SystemExit, match="did not open a window; the reason is shown above") as ended:
        start(tmp_path, str(tmp_path))
    assert str(tmp_path) in str(ended.value)
    assert capfd.readouterr().err == "There is no screen.\n"
