"""Text from files is never read as markup in a tooltip."""

from bplab.ui.controls.options import Option, unformatted, wrapped

EVIL = '<img src="file:///etc/hostname"><b>name</b>'


def test_markup_is_shown_as_it_is_written(qapp):
    for tip in (wrapped(EVIL), Option("a", EVIL, EVIL).tip, unformatted(EVIL)):
        assert "<img" not in tip
        assert "<b>" not in tip
        assert "&lt;b&gt;name" in tip


def test_plain_text_stays_plain(qapp):
    assert wrapped("w < 0 & η > 1") == "w < 0 & η > 1"


def test_tips_that_name_figures_of_a_run_are_not_all_kept(qapp):
    for step in range(1_000):
        wrapped(f"The loss of step {step}.")
    assert wrapped.cache_info().currsize < 1_000
