"""One arithmetic for all x86-64 processors with AVX2 and FMA, so that they produce the same bits.

Matrix products depend on the kernel of OpenBLAS, tanh on the SIMD level of NumPy. Both choose the fastest for
the processor when they load, unless environment variables say otherwise; the lab requests what all these
processors have. A variable set by the user is kept, and with `BPLAB_ARITHMETIC=native` (or `--native`) both
choose freely.
"""

import ctypes
import os
import sys
from collections.abc import Mapping
from importlib.machinery import PathFinder, SourceFileLoader
from typing import Any

from bplab.processor import has_avx2_and_fma

ARITHMETIC = "BPLAB_ARITHMETIC"
CHOSEN = "BPLAB_CHOSEN"  # the variables set by the lab rather than by the user; child processes inherit both
KERNEL = "OPENBLAS_CORETYPE"
LEVELS = "NPY_DISABLE_CPU_FEATURES"
OPPOSITE = "NPY_ENABLE_CPU_FEATURES"  # NumPy refuses to load if both are set

_AVX512 = "AVX512F AVX512CD AVX512_KNL AVX512_KNM AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
ABOVE = (  # NumPy version and its levels above X86_V3 (AVX2 and FMA); the newest first
    ((2, 4), "X86_V4 AVX512_ICL AVX512_SPR"),
    ((2, 3), f"{_AVX512} AVX512_SPR"),
    ((2, 1), _AVX512),
)


def take_baseline() -> None:
    """Request the baseline if the processor has it and the user has not requested something else."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if os.environ.get(ARITHMETIC) == "native" or not has_avx2_and_fma():
        return
    chosen = choices(os.environ, numpys_version())
    os.environ.update(chosen)
    if chosen:
        os.environ[CHOSEN] = " ".join([*os.environ.get(CHOSEN, "").split(), *chosen])
    if KERNEL in chosen and "numpy" in sys.modules:
        _reselect()


def take_native() -> None:
    """Leave kernel and level to OpenBLAS and NumPy, here and in child processes; before NumPy loads."""
    for name in os.environ.pop(CHOSEN, "").split():
        os.environ.pop(name, None)
    os.environ[ARITHMETIC] = "native"


def choices(given: Mapping[str, str], numpy: str) -> dict[str, str]:
    """Return the variables to set, besides those already set, for this version of NumPy."""
    wanted = {KERNEL: "Haswell", LEVELS: above(numpy)}
    taken = {*given, LEVELS} if OPPOSITE in given else {*given}
    return {name: value for name, value in wanted.items() if value and name not in taken}


def above(numpy: str) -> str:
    """The levels above the baseline by this NumPy's names, because it warns about unknown names."""
    numbers = [int(part) if part.isdecimal() else 0 for part in numpy.split(".")[:2]]
    return next((names for since, names in ABOVE if tuple(numbers) >= since), "")


def numpys_blas() -> list[Any]:
    """Find the loaded BLAS, NumPy's own first, because SciPy may have loaded another."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - slow, and rarely needed at startup

    found = ThreadpoolController().select(user_api="blas").lib_controllers
    return sorted(found, key=lambda library: "numpy" not in library.filepath)


def numpys_version() -> str:
    """Read NumPy's version from its own file without loading it, which is faster than importlib.metadata."""
    package = PathFinder.find_spec("numpy")
    places = package.submodule_search_locations if package is not None else None
    found = PathFinder.find_spec("version", places) if places else None
    if found is not None and found.origin is not None and isinstance(found.loader, SourceFileLoader):
        for line in found.loader.get_data(found.origin).decode().splitlines():
            name, _, value = line.partition(" = ")
            if name == "version":
                return value.strip("\"'")
    return version_of("numpy")


def version_of(package: str) -> str:
    """The version of an installed package, if it is known, without loading the package."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, as above

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def kernel_of(library: Any) -> str:
    """The kernel that a BLAS uses now; threadpoolctl remembers the initial one."""
    ask = getattr(library.dynlib, "gotoblas_corename", None)
    if ask is None:
        return getattr(library, "architecture", None) or "unknown"
    ask.restype = ctypes.c_char_p
    return str(ask().decode())


def _reselect() -> None:
    """Make a loaded OpenBLAS choose its kernel again; if it cannot, it keeps the current one."""
    for library in numpys_blas()[:1]:
        leave = getattr(library.dynlib, "gotoblas_dynamic_quit", None)
        enter = getattr(library.dynlib, "gotoblas_dynamic_init", None)
        if leave is not None and enter is not None and kernel_of(library) != os.environ[KERNEL]:
            leave()
            enter()
