import errno
import os

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu
from shiboken6 import isValid

from bplab.ui.views.base.picture import Picture, picture_menu


class Square(Picture):
    text = "1\t2"

    def paintEvent(self, event):
        QPainter(self).fillRect(self.rect(), self.theme.color("acc"))

    def tips(self):
        return [(QRectF(0, 0, 50, 50), "a < b & <b>plain</b>\nsecond line")]

    def values_text(self):
        return self.text


@pytest.fixture
def on(stage, theme):
    return stage(Square(theme, "A square"), 100, 100)


@pytest.fixture
def act(on):
    def do(text):
        menu = picture_menu(on.view)
        next(action for action in menu.actions() if action.text() == text).trigger()

    return do


def test_what_comes_from_data_is_never_read_as_markup(on, shown_tips):
    on.help(10, 10)
    on.help(90, 90)
    assert shown_tips == ["<qt>a &lt; b &amp; &lt;b&gt;plain&lt;/b&gt;<br>second line</qt>"]


def test_keys_read_the_explanations_and_open_the_menu(on, shown_tips):
    on.view.setFocus()
    QTest.keyClick(on.view, Qt.Key.Key_PageDown)
    assert shown_tips == ["<qt>a &lt; b &amp; &lt;b&gt;plain&lt;/b&gt;<br>second line</qt>"]
    assert on.view.accessibleDescription().startswith("a < b")
    QTest.keyClick(on.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(shown_tips[-1], QMenu)


def test_a_menu_that_keys_have_closed_lives_until_the_next_is_opened(on, shown_tips):
    opened = []
    for _ in range(2):
        QTest.keyClick(on.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        opened.append(shown_tips[-1])
        opened[-1].close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [isValid(menu) for menu in opened] == [False, True]


def test_values_and_the_picture_can_be_copied(on, act, theme):
    act("Copy values")
    assert QGuiApplication.clipboard().text() == "1\t2"
    act("Copy picture")
    assert QGuiApplication.clipboard().image().pixelColor(50, 50) == theme.color("acc")


def test_what_was_taken_out_is_said(on, act, tmp_path, monkeypatch, shown_tips, qtbot):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "square"), ""))
    for text in ("Copy values", "Copy picture", "Save picture..."):
        act(text)
    said = ["Values copied as a table.", "Picture copied.", "Saved as square.png."]
    qtbot.waitUntil(lambda: len(shown_tips) == 3)
    assert shown_tips == [f"<qt>{text}</qt>" for text in said]


def test_without_values_there_is_nothing_to_copy(on):
    on.view.text = ""
    assert not picture_menu(on.view).actions()[0].isEnabled()


def test_a_picture_is_saved_as_png(on, act, theme, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "square"), ""))
    act("Save picture...")
    assert QImage(str(tmp_path / "square.png")).pixelColor(5, 5) == theme.color("acc")


def test_a_picture_that_cannot_be_written_is_said_to_be(on, act, tmp_path, monkeypatch):
    heard = []
    on.view.failed.connect(heard.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.png"), ""))
    act("Save picture...")
    assert len(heard) == 1
    assert "cannot be written" in heard[0]


def test_a_full_disk_leaves_the_old_picture_as_it_was(on, act, tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    heard, path = [], tmp_path / "x.png"
    path.write_bytes(b"old")
    on.view.failed.connect(heard.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(os, "fsync", full)
    act("Save picture...")
    assert "No space left on device" in heard[0]
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"old"]


def test_changing_ones_mind_saves_nothing(on, act, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    act("Save picture...")
    assert not list(tmp_path.glob("*.png"))
