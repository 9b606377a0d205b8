"""Where the lab keeps what is its own: settings, recent files, snapshots, logs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtGui import QFontDatabase

from bplab.portable import portable_folder

CACHES = "XDG_CACHE_HOME"


def data_folder() -> Path:
    """The folder of this user on this machine, or the program's own in portable use."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return portable_folder() or Path(QStandardPaths.writableLocation(place))


def settings() -> QSettings:
    """What is remembered between two starts: as the system keeps settings, or in the program's own folder."""
    folder = portable_folder()
    if folder is None:
        return QSettings("Backprop Lab", "bplab")
    return QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)


def redirect_qt() -> None:
    """Have Qt's own file dialogs, which Linux shows, remember their places there too in portable use."""
    folder = portable_folder()
    if folder is not None:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))


@contextmanager
def caching_fonts() -> Iterator[None]:
    """Start Qt so that in portable use the list of the system's fonts is cached there too.

    Linux's fontconfig asks for the folder of caches when it first lists the fonts; programs that the lab
    opens later, such as a browser, get the user's own.
    """
    folder = portable_folder()
    if folder is None:
        yield
        return
    before = os.environ.get(CACHES)
    os.environ[CACHES] = str(folder / "cache")
    try:
        yield
        QFontDatabase.families()
    finally:
        del os.environ[CACHES]
        if before is not None:
            os.environ[CACHES] = before
