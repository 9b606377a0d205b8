"""What the frozen program leaves out: the host's libraries, and what the lab never loads of Qt and Python."""

import re
import sys
from pathlib import PurePath

Entry = tuple[str, str, str]  # name in the bundle, file it comes from, PyInstaller's type code

# Modules that others import only if they are there. Without _ssl and _hashlib, OpenSSL stays out: hashlib has
# its own SHA-256, and the lab opens no connection. pydoc must stay: pyqtgraph imports it.
MODULES = [
    "_bz2", "_hashlib", "_lzma", "_ssl", "bz2", "curses", "ensurepip", "lib2to3", "lzma", "readline", "ssl",
    "tkinter", "turtle", "IPython", "OpenGL", "h5py", "jinja2", "matplotlib", "numba", "onnx", "onnxruntime",
    "pandas", "pip", "pytest", "scipy", "setuptools", "sklearn", "torch", "numpy.distutils", "numpy.f2py",
    "pyqtgraph.examples", "pyqtgraph.opengl",
]  # fmt: skip

# The host has these, in versions that fit its screen, fonts and desktop; packages depend on them.
HOST = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/")
LIBRARY = re.compile(r"lib[^/]*\.so")
OURS = re.compile(
    r"lib(ffi|sqlite3|python3\.\d+)\.so"
)  # Python's own needs, of which each release has another

UNUSED = re.compile(
    r"PySide6/Qt/(translations/"  # the lab speaks English
    r"|qml/|lib/libQt6Egl\w+"
    r"|plugins/(egldeviceintegrations|generic|networkinformation|tls)/"
    r"|plugins/imageformats/libq(?!svg)"  # PNG needs no plugin
    r"|plugins/platforms/libq(?!xcb|wayland|offscreen|cocoa)"
    r"|plugins/platformthemes/libqgtk3"  # loads all of GTK; the desktop portal's theme stays
    r"|plugins/wayland-shell-integration/lib(fullscreen|ivi|qt|wl)-shell"
    r"|plugins/wayland-graphics-integration-client/lib(drm|shm|vulkan))"
    r"|pyqtgraph/(colors/maps|icons/peegee)/"
    r"|_resources/screenshots/"
    r"|numpy/.*(\.pyi|\.lib|\.a|\.h)$|numpy/tests/"
    r"|\.dist-info/(?!METADATA|licenses|LICENSE)"
)


def kept(entries: list[Entry]) -> list[Entry]:
    """Leave out what the bundle does without; what lies beside its user needs no symbolic link."""
    return [entry for entry in entries if wanted(*entry)]


def wanted(name: str, source: str, kind: str) -> bool:
    """Whether a file goes into the bundle."""
    path = PurePath(name).as_posix()
    if (kind == "SYMLINK" and sys.platform.startswith("linux")) or UNUSED.search(path):
        return False
    library = PurePath(name).name
    return not (source.startswith(HOST) and LIBRARY.match(library)) or bool(OURS.match(library))
