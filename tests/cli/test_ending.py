"""However a command's streams, folder and user behave, it ends with a sentence and the right exit code."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bplab.errors import LONGEST

FULL = Path("/dev/full")
ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such streams")
WITH_FULL = pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full")


def started(*words, **options):
    """Start the command line in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "bplab", *map(str, words)], text=True, **options)


def ended(*words, **options):
    """Run it to its end; return exit code, output and errors."""
    process = started(*words, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options})
    out, err = process.communicate(timeout=100)
    return process.returncode, out, err


def closing(*streams):
    """Have a process start without some streams; 1 is its output, 2 its errors."""
    return {"preexec_fn": lambda: [os.close(stream) for stream in streams]}


@WITH_FULL
@pytest.mark.parametrize("words", [("list", "presets"), ("train", "circle", "--epochs", "2"), ("--version",)])
def test_an_output_that_takes_nothing_is_told_in_a_sentence(words):
    with FULL.open("w") as full:
        code, _, err = ended(*words, stdout=full)
    assert code == 2
    assert err.splitlines()[-1].startswith("bplab: the output cannot be written: ")
    assert "Traceback" not in err
    assert "Exception" not in err


@WITH_FULL
def test_the_weights_are_written_though_the_table_cannot_be(tmp_path):
    path = tmp_path / "w.npz"
    with FULL.open("w") as full:
        code, _, _ = ended("train", "circle", "--epochs", 2, "--weights", path, stdout=full)
    assert code == 2
    assert zipfile.ZipFile(path).testzip() is None


@ON_POSIX
@pytest.mark.parametrize("with_weights", [False, True])
def test_nobody_reads_on_and_the_work_is_done_all_the_same(with_weights, tmp_path):
    path = tmp_path / "w.npz"
    words = ["train", "circle", "--epochs", 5, *(["--weights", path] if with_weights else [])]
    process = started(*words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=100), err) == (0, "")
    assert path.exists() == with_weights


@ON_POSIX
@pytest.mark.parametrize(
    ("streams", "words", "code"),
    [
        ((2,), ("train", "circle", "--epochs", "1"), 0),
        ((2,), ("train", "nope"), 2),
        ((1,), ("list", "losses"), 0),
        ((1, 2), ("train", "nope"), 2),
        ((0, 1, 2), ("train", "circle", "--epochs", "1"), 0),
    ],
)
def test_streams_that_are_closed_change_nothing_else(streams, words, code):
    found, out, err = ended(*words, **closing(*streams))
    assert found == code
    assert ("train loss" in out) == (1 not in streams and code == 0)
    assert "Traceback" not in err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_what_an_encoding_lacks_is_escaped(encoding):
    options = {"env": {**os.environ, "PYTHONIOENCODING": encoding}, "encoding": encoding}
    code, out, err = ended("list", "optimizers", **options)
    assert (code, err) == (0, "")
    assert ("η" if encoding == "utf-8" else "\\u03b7") in out
    code, out, err = ended("list", "optimizers", "--json", **options)
    assert (code, err) == (0, "")
    assert "η" in json.loads(out)["sgd"]["formula"]


def in_a_folder_that_is_gone(folder, *words):
    folder.mkdir()
    program = f"import os, sys; os.rmdir({str(folder)!r}); import bplab.__main__ as m; sys.exit(m.main())"
    return subprocess.run(
        [sys.executable, "-P", "-c", program, *words],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip


@ON_POSIX
def test_the_folder_may_be_gone(tmp_path):
    for words, code in ((("--epochs", "1"), 0), (("--weights", "w.npz"), 2)):
        done = in_a_folder_that_is_gone(tmp_path / "gone", "train", "circle", *words)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr


@ON_POSIX
def test_a_file_for_the_window_that_is_sought_in_a_folder_that_is_gone_is_named(tmp_path):
    done = in_a_folder_that_is_gone(tmp_path / "gone", "--new-window", "x.bplab")
    said = "bplab: x.bplab cannot be opened: the current folder no longer exists.\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.parametrize("what", ["x" * 300, "x" * 300 + ".json", "x/" * 3000, "\0", "", ".", "no.json"])
def test_whatever_is_asked_for_is_answered_in_a_sentence(bplab, what):
    done = bplab("train", what)
    assert done.code == 2
    assert len(done.err.strip()) <= LONGEST + len("bplab: ")
    assert done.err.startswith("bplab: ")


INTERRUPTED_IMPORT = """
import os, signal, sys
wanted = sys.argv[1]
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == wanted:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
sys.argv = ["-m", *sys.argv[1:]]  # as Python has it while it looks for the module to be run
import bplab
sys.argv = ["bplab", *sys.argv[2:]]
from bplab.__main__ import main
sys.exit(main())
"""


@ON_POSIX
@pytest.mark.usefixtures("heeds_ctrl_c")
@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("bplab.baseline", ["train", "circle"]),
        ("bplab.cli.ending", ["train", "circle"]),
        ("numpy", ["train", "circle"]),
        ("PySide6.QtWidgets", []),
        ("bplab.ui.session", []),
        ("bplab.ui.lab", ["bench", "--drag"]),
    ],
)
def test_ctrl_c_while_everything_is_being_imported_ends_with_one_line(module, words):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_IMPORT, module, *words],
        capture_output=True, text=True, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "\nbplab: interrupted\n")


INTERRUPTED_WINDOW = """
import os, signal, sys
import bplab.app
from bplab.cli.main import main
def interrupted(*_): os.kill(os.getpid(), signal.SIGINT)
bplab.app.make_lab = interrupted
sys.exit(main([]))
"""


@ON_POSIX
@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_while_the_window_is_being_made_ends_with_one_line():
    code, out, err = ended_program(INTERRUPTED_WINDOW)
    assert (code, out, err) == (130, "", "\nbplab: interrupted\n")


def test_a_script_that_imports_the_package_keeps_its_own_ctrl_c():
    program = (
        "import signal; before = signal.getsignal(2); import bplab; print(signal.getsignal(2) is before)"
    )
    assert ended_program(program)[1] == "True\n"


def ended_program(program):
    """Run a program in a process of its own, without a screen."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("platform", ["xcb", "there is no such platform"])
@pytest.mark.parametrize("words", [(), ("bench", "--drag"), ("--selftest",)])
@pytest.mark.skipif(sys.platform != "linux", reason="only there Qt looks for a screen")
def test_a_window_without_a_screen_is_told_in_a_sentence(platform, words):
    env = {**os.environ, "QT_QPA_PLATFORM": platform, "DISPLAY": ":nowhere"}
    code, out, err = ended(*words, env=env)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("bplab: there is no screen here")


@pytest.mark.parametrize(
    "words", ["--seconds nan", "--seconds inf", "--seconds 0", "--seconds -1", "--runs 0"]
)
def test_a_measurement_of_no_length_is_refused(bplab, words):
    done = bplab("bench", "--window", *words.split())
    assert done.code == 2
    assert "expected a " in done.err
    assert ", not " in done.err
    assert bplab("bench", "--rounds", 0).code == 2


def test_the_window_is_not_opened_for_a_preset_that_there_is_not():
    code, _, err = ended(
        "bench", "--window", "--preset", "nope", env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    assert code == 2
    assert err.startswith("bplab: There is no preset 'nope'")
