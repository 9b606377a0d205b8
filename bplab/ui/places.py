"""Where the lab keeps what is its own: settings, recent files, snapshots, logs."""

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

from bplab.portable import portable_folder


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
