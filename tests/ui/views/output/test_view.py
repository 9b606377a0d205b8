import pytest

from bplab.ui.views.gradients.by_layer import ByLayerView
from bplab.ui.views.gradients.over_time import OverTimeView
from bplab.ui.views.histograms.view import HistogramsView
from bplab.ui.views.loss.view import LossView
from bplab.ui.views.output.view import OutputView
from bplab.ui.views.signal.view import SignalStrip
from bplab.ui.views.weights.equal_view import EqualView
from bplab.ui.views.weights.update_view import UpdateView
from bplab.ui.views.weights.values import ValuesView

VIEWS = (
    OutputView,
    LossView,
    SignalStrip,
    OverTimeView,
    HistogramsView,
    ByLayerView,
    ValuesView,
    UpdateView,
    EqualView,
)


@pytest.mark.parametrize(
    ("name", "title"),
    [("circle", "Output map"), ("plane", "Output map"), ("digits", "Confusion"), ("worked", "Targets")],
)
def test_the_picture_fits_the_data(stage, theme, start, name, title):
    view = OutputView(theme)
    on = stage(view)
    on.show(start(name).snapshot())
    assert view.current.title == title
    assert view.currentWidget() is view.current
    assert view.needs == view.current.needs


def test_every_view_shows_every_kind_of_run(stage, themes, start):
    runs = [start(name, number) for number, name in enumerate(("circle", "digits", "worked", "ten", "plane"))]
    for kind in VIEWS:
        view = kind(themes)
        on = stage(view, 840, 400)
        for run in runs:
            on.show(run.snapshot())
            on.show(run.snapshot(steps=2))
        assert view.needs is not None


def test_views_follow_the_theme(stage, theme, start, alike):
    run = start("circle").snapshot(epochs=2)
    for kind in VIEWS:
        on = stage(kind(theme), 336, 400)
        on.show(run)
        theme.set_mode("dark")
        ground = on.color(3, 130 if kind is SignalStrip else 390)
        assert any(alike(ground, theme.color(token)) for token in ("panel", "canvas"))
        theme.set_mode("light")
