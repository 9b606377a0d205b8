"""What training needs to know about the machine: free memory, BLAS threads and arithmetic."""

import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from bplab import __version__
from bplab.baseline import kernel_of, numpys_blas, version_of
from bplab.training.commit import commit

UNKNOWN_FREE = 8 << 30  # assumed if the system does not say how much memory is free
AVX2_LEVELS = ("X86_V3", "AVX2")  # one level; renamed in NumPy 2.4


def free_bytes() -> int:
    """Memory still available to programs, if the system says so."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return UNKNOWN_FREE


def resident_bytes() -> int:
    """Memory used by this process; 0 if the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS:"))
    except (OSError, StopIteration, ValueError):
        return 0


def use_blas_threads(count: int) -> None:
    """Set the number of BLAS threads; the lab uses one, for speed on small networks and equal bits."""
    ThreadpoolController().select(user_api="blas").limit(limits=count)


def fingerprint() -> dict[str, Any]:
    """Everything that can change the bits of a run, as actually in force rather than as requested."""
    library = next(iter(numpys_blas()), None)
    blas = {} if library is None else {**library.info(), "architecture": kernel_of(library)}
    facts = {
        "numpy": np.__version__,
        "blas": f"{blas.get('internal_api', 'none')} {blas.get('version', '')}".strip(),
        "kernel": blas.get("architecture", "unknown"),
        "simd": simd_level(np.show_config(mode="dicts").get("SIMD Extensions", {})),
        "threads": blas.get("num_threads", 1),
        "libc": " ".join(platform.libc_ver()).strip() or f"{platform.system()} {platform.version()}",
        "machine": platform.machine(),
    }
    return {**facts, "baseline": "in force" if is_baseline(facts) else "not in force"}


def simd_level(extensions: Mapping[str, Any]) -> str:
    """The highest SIMD level that NumPy was built for and the processor has."""
    used = [*extensions.get("baseline", []), *extensions.get("found", [])]
    return used[-1] if used else "unknown"


def is_baseline(facts: dict[str, Any]) -> bool:
    """Whether this is the arithmetic that all x86-64 processors with AVX2 and FMA share."""
    return (facts["kernel"], facts["threads"]) == ("Haswell", 1) and facts["simd"] in AVX2_LEVELS


def about() -> tuple[str, str, str]:
    """Describe the versions and the arithmetic in use."""
    use_blas_threads(1)
    found = fingerprint()
    blas = found["blas"].replace("openblas", "OpenBLAS")
    qt = version_of("PySide6-Essentials")
    name = "the baseline of x86-64 with AVX2" if is_baseline(found) else "this machine's fastest"
    return (
        f"Backprop Lab {__version__}, commit {commit()}",
        f"Python {platform.python_version()}, Qt {qt}, NumPy {np.__version__}, {blas}, {found['libc']}",
        f"Arithmetic: {name} (kernel {found['kernel']}, SIMD level {found['simd']}, one thread)",
    )
