"""The colors as Qt's palette, for widgets that draw themselves with it."""

from collections.abc import Mapping

from PySide6.QtGui import QColor, QPalette

from bplab.ui.style.tokens import ColorToken

_ROLES: dict[QPalette.ColorRole, ColorToken] = {
    QPalette.ColorRole.Window: "panel",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "hover",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "field",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Highlight: "acc",
    QPalette.ColorRole.HighlightedText: "onacc",
    QPalette.ColorRole.Accent: "acc",
    QPalette.ColorRole.Link: "acc",
    QPalette.ColorRole.LinkVisited: "acc",
    QPalette.ColorRole.ToolTipBase: "panel",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "t3",
    QPalette.ColorRole.Light: "line",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line2",
    QPalette.ColorRole.Dark: "line2",
    QPalette.ColorRole.Shadow: "line2",
}
_DISABLED: dict[QPalette.ColorRole, ColorToken] = {
    QPalette.ColorRole.WindowText: "t3",
    QPalette.ColorRole.Text: "t3",
    QPalette.ColorRole.ButtonText: "t3",
    QPalette.ColorRole.Highlight: "line2",
}


def make_palette(colors: Mapping[ColorToken, QColor]) -> QPalette:
    """Assign the colors to Qt's roles."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, colors[token])
    for role, token in _DISABLED.items():
        palette.setColor(QPalette.ColorGroup.Disabled, role, colors[token])
    return palette
