"""What training needs to know of the machine: free memory, BLAS threads, whose arithmetic it is."""

import platform
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

UNKNOWN_FREE = 8 << 30  # assumed where the system does not say how much memory is free


def free_bytes() -> int:
    """Memory that programs can still have, where the system says so."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return UNKNOWN_FREE


def resident_bytes() -> int:
    """Memory this process takes, 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS:"))
    except (OSError, StopIteration, ValueError):
        return 0


def use_blas_threads(count: int) -> None:
    """Let BLAS use so many threads; one is the lab's rule, for speed on small nets and for equal bits."""
    ThreadpoolController().select(user_api="blas").limit(limits=count)


def fingerprint() -> dict[str, Any]:
    """Everything that can change the bits of a run: NumPy, BLAS, its kernel and threads, the machine."""
    blas = ThreadpoolController().select(user_api="blas").info()
    first = blas[0] if blas else {}
    return {
        "numpy": np.__version__,
        "blas": f"{first.get('internal_api', 'none')} {first.get('version', '')}".strip(),
        "kernel": first.get("architecture", "unknown"),
        "threads": first.get("num_threads", 1),
        "machine": platform.machine(),
    }
