"""Whose arithmetic it is: what is asked for, whose wish counts, and what is in force then."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from bplab import baseline
from bplab.__main__ import wants_native
from bplab.baseline import ARITHMETIC, CHOSEN, KERNEL, LEVELS, OPPOSITE, above, choices
from bplab.processor import has_avx2_and_fma
from bplab.ui.preferences import Preferences

OURS = (KERNEL, LEVELS, CHOSEN, ARITHMETIC, "OPENBLAS_NUM_THREADS")
CLEAN = {name: value for name, value in os.environ.items() if name not in OURS}
FACTS = """
from bplab.training.machine import fingerprint
product = numpy.random.default_rng(0).normal(size=(2, 57, 57))
print(json.dumps({**fingerprint(), "bits": (product[0] @ product[1]).tobytes().hex()}))
"""
with_avx2 = pytest.mark.skipif(
    not has_avx2_and_fma(), reason="a processor without AVX2 and FMA has no baseline"
)


@pytest.mark.parametrize(
    ("numpy", "names"),
    [
        ("2.5.0", {"X86_V4", "AVX512_ICL", "AVX512_SPR"}),
        ("2.4.6", {"X86_V4", "AVX512_ICL", "AVX512_SPR"}),
        ("2.4.0rc1", {"X86_V4", "AVX512_ICL", "AVX512_SPR"}),
        ("2.3.5", {"AVX512F", "AVX512CD", "AVX512_SKX", "AVX512_SPR"}),
        ("2.2.6", {"AVX512F", "AVX512CD", "AVX512_SKX", "AVX512_ICL"}),
        ("2.1.0", {"AVX512F", "AVX512CD", "AVX512_SKX", "AVX512_ICL"}),
        ("2.0.2", set()),
        ("", set()),
    ],
)
def test_the_levels_above_are_named_as_each_numpy_names_them(numpy, names):
    assert names <= set(above(numpy).split())
    assert all(("X86_V4" in names) == ("AVX512F" not in each) for each in [above(numpy)] if names)
    assert ("AVX512_SPR" in above(numpy)) == ("AVX512_SPR" in names)


def test_the_version_of_numpy_is_read_without_loading_it_or_the_metadata_of_packages():
    program = "import bplab, bplab.baseline, sys\nprint(bplab.baseline.numpys_version(), *sys.modules)"
    command = [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{program}"]
    version, *modules = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert version == np.__version__
    assert not {"numpy", "importlib.metadata"} & set(modules)


def test_where_numpys_files_are_not_to_be_found_the_packages_are_asked(monkeypatch):
    monkeypatch.setattr(baseline, "PathFinder", SimpleNamespace(find_spec=lambda *_: None))
    assert baseline.numpys_version() == np.__version__


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({}, {KERNEL, LEVELS}),
        ({KERNEL: "Nehalem"}, {LEVELS}),
        ({LEVELS: "X86_V3"}, {KERNEL}),
        ({LEVELS: ""}, {KERNEL}),
        ({OPPOSITE: "X86_V3"}, {KERNEL}),
        ({KERNEL: "Zen", LEVELS: "X86_V4"}, set()),
    ],
)
def test_what_somebody_has_set_is_left_as_it_is(given, chosen):
    assert set(choices(given, "2.4.6")) == chosen
    assert choices(given, "2.4.6").get(KERNEL, "Haswell") == "Haswell"


@pytest.fixture
def environment(monkeypatch):
    """Variables of another process, whose NumPy is not loaded and whose processor has all it takes."""
    variables = {}
    monkeypatch.setattr(baseline, "os", SimpleNamespace(environ=variables))
    monkeypatch.setattr(baseline, "has_avx2_and_fma", lambda: True)
    monkeypatch.setattr(baseline, "_reselect", lambda: None)
    return variables


def test_nothing_is_asked_of_a_processor_that_may_lack_it(environment, monkeypatch):
    monkeypatch.setattr(baseline, "has_avx2_and_fma", lambda: False)
    baseline.take_baseline()
    assert set(environment) == {"OPENBLAS_NUM_THREADS"}


def test_native_gives_back_what_the_lab_has_set_and_children_inherit_the_wish(environment):
    baseline.take_baseline()
    assert environment[CHOSEN].split() == [KERNEL, LEVELS]
    baseline.take_baseline()  # a child
    assert environment[CHOSEN].split() == [KERNEL, LEVELS]
    baseline.take_native()
    baseline.take_baseline()  # a child
    assert environment == {ARITHMETIC: "native", "OPENBLAS_NUM_THREADS": "1"}


def test_native_leaves_what_a_person_has_set(environment):
    environment[KERNEL] = "Haswell"
    baseline.take_baseline()
    baseline.take_native()
    assert environment[KERNEL] == "Haswell"
    assert LEVELS not in environment


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--native"], True),
        (["train", "xor", "--native"], True),
        (["--nat", "verify", "xor"], True),
        (["train", "xor"], False),
        (["--version"], False),
        ([], False),
        (["--"], False),
    ],
)
def test_the_command_line_asks_for_it_by_a_flag(qapp, words, wanted):
    assert wants_native(words) == wanted


def test_the_window_and_nothing_else_asks_for_what_it_remembers(qapp):
    Preferences().set_flag("native", True)
    assert wants_native([])
    assert wants_native(["--selftest"])
    assert not wants_native(["train", "xor"])
    assert not wants_native(["--version"])


def facts(program, **variables):
    """Run a program in a process of its own, where a warning is an error; give what it found in force."""
    command = [sys.executable, "-W", "error", "-c", f"import json, os, sys\n{program}\n{FACTS}"]
    done = subprocess.run(command, env={**CLEAN, **variables}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def at_baseline():
    return facts("import bplab\nassert 'numpy' not in sys.modules\nimport numpy")


@with_avx2
def test_importing_the_lab_first_brings_the_baseline_without_a_warning(at_baseline):
    assert (at_baseline["kernel"], at_baseline["baseline"]) == ("Haswell", "in force")


@with_avx2
def test_a_kernel_that_is_loaded_already_is_chosen_again(at_baseline):
    program = f"import numpy\ndel os.environ[{KERNEL!r}]\nimport bplab"
    found = facts(program, **{KERNEL: "Nehalem"})
    assert (found["kernel"], found["bits"]) == ("Haswell", at_baseline["bits"])


@with_avx2
def test_the_kernel_of_a_person_is_kept_and_called_what_it_is(at_baseline):
    found = facts("import bplab, numpy", **{KERNEL: "Nehalem"})
    assert (found["kernel"], found["baseline"]) == ("Nehalem", "not in force")
    assert found["bits"] != at_baseline["bits"]


@with_avx2
def test_a_simd_level_below_is_called_what_it_is():
    level = "X86_V3" if "X86_V4" in above(np.__version__) else "AVX2"
    found = facts("import bplab, numpy", **{LEVELS: level})
    assert found["simd"] not in ("X86_V3", "AVX2")
    assert found["baseline"] == "not in force"
