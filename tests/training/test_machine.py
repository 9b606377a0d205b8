"""What the machine says of itself, and what is assumed where it says nothing."""

from pathlib import Path

import numpy as np
import pytest

from bplab.training import machine


def test_one_blas_thread_is_kept_to_and_told():
    machine.use_blas_threads(1)
    found = machine.fingerprint()
    assert found["threads"] == 1
    assert found["numpy"] == np.__version__
    assert set(found) == {"numpy", "blas", "kernel", "simd", "threads", "libc", "machine", "baseline"}
    assert all(found.values())


V3 = {"kernel": "Haswell", "simd": "X86_V3", "threads": 1}


@pytest.mark.parametrize(
    ("facts", "is_baseline"),
    [
        (V3, True),
        ({**V3, "simd": "AVX2"}, True),
        ({**V3, "simd": "X86_V4"}, False),
        ({**V3, "simd": "AVX512_ICL"}, False),
        ({**V3, "simd": "X86_V2"}, False),
        ({**V3, "kernel": "SkylakeX"}, False),
        ({**V3, "kernel": "unknown"}, False),
        ({**V3, "threads": 2}, False),
    ],
)
def test_it_is_the_baseline_only_where_all_of_it_is_in_force(facts, is_baseline):
    assert machine.is_baseline(facts) == is_baseline


def test_the_simd_level_is_the_highest_that_is_used():
    found = {"baseline": ["X86_V2"], "found": ["X86_V3"], "not found": ["X86_V4"]}
    assert machine.simd_level(found) == "X86_V3"
    assert machine.simd_level({"baseline": ["X86_V2"], "not found": ["X86_V3"]}) == "X86_V2"
    assert machine.simd_level({}) == "unknown"


def test_whose_arithmetic_it_is_follows_from_what_is_in_force(monkeypatch):
    for kernel, name in (("Haswell", "the baseline"), ("SkylakeX", "this machine's fastest")):
        monkeypatch.setattr(machine, "kernel_of", lambda _library, kernel=kernel: kernel)
        monkeypatch.setattr(machine, "simd_level", lambda _extensions: "X86_V3")
        assert f"Arithmetic: {name}" in machine.about()[-1]
        assert kernel in machine.about()[-1]


@pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="only Linux says it there")
def test_memory_is_read_where_the_system_says_it():
    assert 1 << 20 < machine.resident_bytes() < 1 << 40
    assert 1 << 20 < machine.free_bytes() < 1 << 50


def test_elsewhere_a_usual_machine_is_assumed(monkeypatch):
    monkeypatch.setattr(machine, "Path", lambda _: Path("nowhere at all"))
    assert machine.free_bytes() == machine.UNKNOWN_FREE
    assert machine.resident_bytes() == 0
