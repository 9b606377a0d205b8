"""Presets that learn well: points in the plane, a curve, and measured data."""

from typing import Any

from bplab.experiment.preset import Preset, hidden
from bplab.experiment.spec import DataSpec, Experiment, Output

_CLASSES: dict[str, Any] = {"output": Output("softmax"), "loss": "categorical_cross_entropy"}

DATA: dict[str, Preset] = {
    "circle": Preset(
        "Circle",
        "A small network combines straight lines into a boundary around a disk.",
        Experiment(data=DataSpec("circle", noise=10), layers=hidden(4), learning_rate=0.3),
    ),
    "spiral": Preset(
        "Spiral",
        "Two interleaved spiral arms: three layers and momentum separate them.",
        Experiment(
            data=DataSpec("spiral", noise=20, seed=2),
            layers=hidden(8, 8, 6),
            optimizer="momentum",
            learning_rate=0.03,
            seed=2,
        ),
    ),
    "two-gaussians": Preset(
        "Two Gaussians",
        "No hidden layer is needed: a single neuron draws the straight line that separates them.",
        Experiment(data=DataSpec("gauss", noise=10), layers=(), learning_rate=0.3),
    ),
    "moons": Preset(
        "Moons",
        "No straight line separates two interlocking half circles; eight neurons do.",
        Experiment(data=DataSpec("moons", noise=10), layers=hidden(8), learning_rate=0.3),
    ),
    "sine": Preset(
        "Sine",
        "Regression: from noisy points, the network recovers the wave beneath.",
        Experiment(
            data=DataSpec("sine", points=200, noise=10),
            layers=hidden(16, 16, 16),
            output=Output("identity"),
            loss="half_squared",
            optimizer="adam",
            learning_rate=0.01,
        ),
    ),
    "digits": Preset(
        "Handwritten digits",
        "Ten classes of 8 x 8 images; two ReLU layers and a softmax classify about 97 % correctly.",
        Experiment(
            data=DataSpec("digits"),
            layers=hidden(128, 64, activation="relu", init="he_normal", dropout=0.2),
            **_CLASSES,
            optimizer="adam",
            learning_rate=0.005,
            schedule="cosine",
            schedule_epochs=30,
            epochs=30,
        ),
    ),
    "iris": Preset(
        "Iris",
        "Three species of flowers, described by four lengths: only the two similar species are hard to "
        "separate.",
        Experiment(
            data=DataSpec("iris", standardize=True),
            layers=hidden(8),
            **_CLASSES,
            optimizer="adam",
            learning_rate=0.01,
            batch_size=16,
            epochs=100,
        ),
    ),
    "wine": Preset(
        "Wine",
        "Thirteen measurements in very different units: once standardized, they separate three cultivars.",
        Experiment(
            data=DataSpec("wine", standardize=True),
            layers=hidden(8),
            **_CLASSES,
            optimizer="adam",
            learning_rate=0.01,
            batch_size=16,
            epochs=40,
        ),
    ),
    "breast-cancer": Preset(
        "Breast cancer",
        "Malignant or benign, from 30 measurements: right for about 97 of 100 unseen tumors.",
        Experiment(
            data=DataSpec("breast_cancer", standardize=True),
            layers=hidden(16, activation="relu", init="he_normal"),
            optimizer="adam",
            learning_rate=0.003,
            epochs=40,
        ),
    ),
}
