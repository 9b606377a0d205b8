"""Gives programs that the frozen lab starts, such as a browser, the library path that the user had."""

import os

# PyInstaller's loader points it at the bundle, and by now has found everything there.
before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if before is not None:
    os.environ["LD_LIBRARY_PATH"] = before
