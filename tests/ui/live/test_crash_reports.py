"""What nobody caught is told, whether or not there is a console; and no thread outlives a failed start."""

import io
import sys
import threading

import pytest

from bplab.app import opened
from bplab.ui.live.crash_reports import CrashReports, log


class Closed(io.StringIO):
    def write(self, text):
        raise BrokenPipeError


@pytest.mark.parametrize("stream", [None, Closed()], ids=["no console", "nobody reads"])
def test_a_bug_is_told_without_a_console(qapp, monkeypatch, stream):
    monkeypatch.setattr(sys, "stderr", stream)
    problems, heard = CrashReports(), []
    problems.happened.connect(heard.append)
    problems.report("Traceback: it broke")
    problems._caught(ValueError, ValueError("so it did"), None)
    assert len(heard) == 2
    assert heard[0].endswith("Traceback: it broke")
    assert "so it did" in heard[1]


def test_a_bug_of_every_frame_is_told_ever_more_rarely_with_its_count(qapp, capsys):
    problems, heard = CrashReports(), []
    problems.happened.connect(heard.append)

    def fail(frame):
        return [][frame]

    for frame in range(100):
        try:
            fail(frame)
        except IndexError:
            problems._caught(*sys.exc_info())
    assert len(heard) == 7  # the 1st, 2nd, 4th ... 64th time
    assert "This has happened" not in heard[0]
    assert heard[-1].endswith("IndexError: list index out of range\nThis has happened 64 times.\n")
    problems._caught(ValueError, ValueError("another"), None)
    assert "another" in heard[-1]


def test_each_bug_is_in_the_log_with_its_time(qapp, monkeypatch, tmp_path):
    monkeypatch.setattr("bplab.ui.places.data_folder", lambda: tmp_path)
    hooks = sys.excepthook, threading.excepthook
    problems = CrashReports()
    problems.install()
    path = tmp_path / "bplab.log"
    try:
        assert path.read_text() == ""  # there from the start, for who looks for it
        problems.report("Traceback: it broke")
        problems.report("Traceback: and again")
        lines = path.read_text().splitlines()
    finally:
        problems.remove()
        sys.excepthook, threading.excepthook = hooks
    assert [line.split(" ", 2)[2] for line in lines] == [
        "ERROR Traceback: it broke",
        "ERROR Traceback: and again",
    ]
    assert not log.handlers


def threads():
    return {thread for thread in threading.enumerate() if thread.name.startswith("bplab")}


def test_a_start_that_fails_leaves_no_thread_and_no_hook(qapp):
    before, hooks = threads(), (sys.excepthook, threading.excepthook)
    start = opened(qapp)
    lab = start.__enter__()
    assert threads() - before
    with pytest.raises(ZeroDivisionError):
        start.gen.throw(ZeroDivisionError)
    assert threads() <= before
    lab.close()  # once more: nothing is left to close
    assert (sys.excepthook, threading.excepthook) == (sys.__excepthook__, threading.__excepthook__)
    sys.excepthook, threading.excepthook = hooks


def test_what_fails_while_closing_leaves_no_thread(qapp, monkeypatch):
    before, hooks = threads(), (sys.excepthook, threading.excepthook)
    with opened(qapp) as lab:
        monkeypatch.setattr(lab, "_remember", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            lab.close()
    assert threads() <= before
    sys.excepthook, threading.excepthook = hooks
