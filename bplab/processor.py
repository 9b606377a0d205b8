"""Asks the system for the processor's features, because a kernel that it lacks would crash the process."""

import ctypes
import os
import platform
import sys
from pathlib import Path

X86_64 = ("x86_64", "amd64")
AVX2 = 40  # PF_AVX2_INSTRUCTIONS_AVAILABLE
TELLING = ("GenuineIntel", "AuthenticAMD")  # their AVX2 always comes with FMA, which Windows does not report


def has_avx2_and_fma() -> bool:
    """Whether this is an x86-64 processor known to have both; False if unknown."""
    if platform.machine().lower() not in X86_64:
        return False
    try:
        if sys.platform == "win32":
            return _windows_says()
        return _mac_says() if sys.platform == "darwin" else linux_says(Path("/proc/cpuinfo"))
    except (OSError, AttributeError, ValueError):
        return False


def linux_says(path: Path) -> bool:
    """Look for both among the flags of the first core."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        flags = next((line.split() for line in lines if line.startswith("flags")), [])
    return {"avx2", "fma"} <= set(flags)


def _windows_says() -> bool:
    vendor = os.environ.get("PROCESSOR_IDENTIFIER", "").rpartition(", ")[2]
    kernel = ctypes.CDLL("kernel32")
    return vendor in TELLING and bool(kernel.IsProcessorFeaturePresent(AVX2))


def _mac_says() -> bool:
    return all(_sysctl(f"hw.optional.{name}") == 1 for name in ("avx2_0", "fma"))


def _sysctl(name: str) -> int:
    value, size = ctypes.c_int(0), ctypes.c_size_t(ctypes.sizeof(ctypes.c_int))
    ask = ctypes.CDLL(None).sysctlbyname
    failed = ask(name.encode(), ctypes.byref(value), ctypes.byref(size), None, ctypes.c_size_t(0))
    return 0 if failed else value.value
