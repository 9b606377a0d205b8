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
    assert set(found) == {"numpy", "blas", "kernel", "threads", "machine"}
    assert all(found.values())


@pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="only Linux says it there")
def test_memory_is_read_where_the_system_says_it():
    assert 1 << 20 < machine.resident_bytes() < 1 << 40
    assert 1 << 20 < machine.free_bytes() < 1 << 50


def test_elsewhere_a_usual_machine_is_assumed(monkeypatch):
    monkeypatch.setattr(machine, "Path", lambda _: Path("nowhere at all"))
    assert machine.free_bytes() == machine.UNKNOWN_FREE
    assert machine.resident_bytes() == 0
