"""Help, keys and about: offline, searchable, and from the same tables as the tooltips."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from bplab.training.machine import about
from bplab.ui.dialogs.about import licenses, show_about
from bplab.ui.dialogs.help import HelpPage
from bplab.ui.glossary import meaning, topics, words
from bplab.ui.shell.readouts import TERMS, Readouts
from bplab.ui.style.theme import Theme


@pytest.fixture
def theme(qapp):
    return Theme("light")


@pytest.fixture
def page(qtbot, theme):
    page = HelpPage(theme)
    qtbot.addWidget(page)
    return page


def test_every_term_is_told_in_full_sentences():
    for term, text in words().items():
        assert text[0].isupper(), term
        assert text.endswith("."), term


def test_terms_stand_in_order():
    assert list(words()) == sorted(words(), key=str.casefold)


def test_every_topic_has_a_title_and_a_text():
    for topic in topics():
        assert all(topic), topic


def test_tooltips_of_the_readouts_are_the_glossary(qtbot, theme):
    readouts = Readouts(theme)
    qtbot.addWidget(readouts)
    assert {term for term, _usual in TERMS.values()} <= set(words())
    assert " ".join(readouts.epoch.toolTip().split()) == meaning("epoch")


@pytest.mark.parametrize(
    ("typed", "first"),
    [("delta", "error signal δ"), ("fan-in", "fan-in"), ("learning rate", "learning rate")],
)
def test_what_is_called_so_comes_first(page, typed, first):
    page.field.setText(typed)
    assert page.found[0] == first
    assert first in page.text.toPlainText()


def test_help_explains_the_choices_of_the_form_too(page):
    page.field.setText("leaky")
    assert any("eaky" in title for title in page.found)


def test_a_word_nobody_uses_is_answered(page):
    page.field.setText("qqqq")
    assert page.found == []
    assert "Nothing found" in page.text.toPlainText()


def test_about_names_versions_and_licenses_of_all_that_comes_along():
    told = licenses()
    assert {"NumPy", "Qt", "Qt for Python", "Python"} <= {name for name, *_ in told["Libraries"]}
    assert all(all(row) for rows in told.values() for row in rows)


def test_about_says_whose_arithmetic_is_in_force(qtbot, theme):
    parent = QWidget()
    qtbot.addWidget(parent)
    show_about(parent, theme)
    told = [label.text() for label in parent.findChildren(QLabel)]
    assert set(about()[1:]) <= set(told)
