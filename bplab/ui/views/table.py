"""All pictures of a run that the window can show."""

from bplab.ui.views.gradients import GradientsView
from bplab.ui.views.histograms import HistogramsView
from bplab.ui.views.loss import LossView
from bplab.ui.views.picture_view import PictureView
from bplab.ui.views.signal_strip import SignalStrip
from bplab.ui.views.view import ViewRow
from bplab.ui.views.weights import WeightsView

VIEWS: dict[str, ViewRow] = {
    "picture": ViewRow(
        id="picture",
        title="Output map",
        help="What the network answers: all over the plane, or class by class.",
        factory=PictureView,
        place="right-top",
    ),
    "loss": ViewRow(
        id="loss",
        title="Loss",
        help="Loss and accuracy over the epochs, of the training and the test examples.",
        factory=LossView,
        place="right-bottom",
    ),
    "signal": ViewRow(
        id="signal",
        title="Signal strip",
        help="How large the backward signal is in every layer, and by what factor it changes on its way.",
        factory=SignalStrip,
        place="under-canvas",
    ),
    "gradients": ViewRow(
        id="gradients",
        title="Gradients",
        help="How large gradient, signal and step are in every layer, step by step since the start.",
        factory=GradientsView,
        place="dock",
    ),
    "histograms": ViewRow(
        id="histograms",
        title="Histograms",
        help="How outputs, sums, signals, weights and gradients are spread in every layer; what is dead.",
        factory=HistogramsView,
        place="dock",
    ),
    "weights": ViewRow(
        id="weights",
        title="Weights",
        help="Every weight of a layer as a heat map; of an image's, each neuron's weights as an image.",
        factory=WeightsView,
        place="dock",
    ),
}
