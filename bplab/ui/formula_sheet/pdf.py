"""Writes pages as PDF: vectors, and text as text in embedded fonts."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from bplab.ui.formula_sheet.paper import WIDTH, Item

RESOLUTION = 1200  # dots per inch, for rounding only


def pdf_of(pages: Sequence[Sequence[Item]], title: str) -> bytes:
    """Paint all pages."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setTitle(title)
    writer.setCreator("Backprop Lab")
    painter = QPainter(writer)
    for number, items in enumerate(pages):
        if number:
            writer.newPage()
        painter.resetTransform()
        painter.scale(writer.width() / WIDTH, writer.width() / WIDTH)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for item in items:
            item.paint(painter)
    painter.end()
    return bytes(buffer.data().data())
