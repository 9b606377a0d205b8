import pytest

from bplab.ui.views.picture_view import PictureView
from bplab.ui.views.table import VIEWS


@pytest.mark.parametrize(
    ("name", "title"),
    [("circle", "Output map"), ("plane", "Output map"), ("digits", "Confusion"), ("worked", "Targets")],
)
def test_the_picture_fits_the_data(stage, theme, start, name, title):
    view = PictureView(theme)
    heard = []
    view.title_changed.connect(heard.append)
    on = stage(view)
    on.show(start(name).snapshot())
    assert view.title == title
    assert view.currentWidget() is view.current
    assert heard == ([] if title == "Output map" else [title])
    assert view.needs == view.current.needs


def test_every_view_of_the_table_shows_every_kind_of_run(stage, themes, start):
    runs = [start(name, number) for number, name in enumerate(("circle", "digits", "worked", "ten", "plane"))]
    for row in VIEWS.values():
        view = row.factory(themes)
        assert row.help.endswith(".")
        on = stage(view, 840, 400)
        for run in runs:
            on.show(run.snapshot())
            on.show(run.snapshot(steps=2))
        assert view.needs is not None


def test_views_follow_the_theme(stage, theme, start, alike):
    run = start("circle").snapshot(epochs=2)
    for row in VIEWS.values():
        on = stage(row.factory(theme), 336, 400)
        on.show(run)
        theme.set_mode("dark")
        ground = on.color(3, 130 if row.id == "signal" else 390)
        assert any(alike(ground, theme.color(token)) for token in ("panel", "canvas"))
        theme.set_mode("light")
