"""Experiments to begin with, each ready to run and each showing one idea."""

from dataclasses import dataclass
from typing import Any

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output


@dataclass(frozen=True)
class Preset:
    """A named experiment and what it shows."""

    title: str
    help: str
    spec: Experiment


def _hidden(*units: int, activation: str = "tanh", **values: Any) -> tuple[Layer, ...]:
    return tuple(Layer(size, activation, **values) for size in units)


_WORKED_START = {
    "W1[1,1]": 0.15, "W1[2,1]": 0.20, "W1[1,2]": 0.25, "W1[2,2]": 0.30, "b1[1]": 0.35, "b1[2]": 0.35,
    "W2[1,1]": 0.40, "W2[2,1]": 0.45, "W2[1,2]": 0.50, "W2[2,2]": 0.55, "b2[1]": 0.60, "b2[2]": 0.60,
}  # fmt: skip

PRESETS: dict[str, Preset] = {
    "circle": Preset(
        "Circle",
        "A small network bends a straight line around a disk.",
        Experiment(data=DataSpec("circle", noise=10), layers=_hidden(4), learning_rate=0.3),
    ),
    "spiral": Preset(
        "Spiral",
        "Two arms wound around each other: three layers and momentum part them.",
        Experiment(
            data=DataSpec("spiral", noise=20, seed=2),
            layers=_hidden(8, 8, 6),
            optimizer="momentum",
            learning_rate=0.03,
            seed=2,
        ),
    ),
    "digits": Preset(
        "Handwritten digits",
        "Ten classes of 8 x 8 images, 97 % of them told apart by two layers of ReLU and a softmax.",
        Experiment(
            data=DataSpec("digits"),
            layers=_hidden(128, 64, activation="relu", init="he_normal", dropout=0.2),
            output=Output("softmax"),
            loss="categorical_cross_entropy",
            optimizer="adam",
            learning_rate=0.005,
            schedule="cosine",
            schedule_epochs=30,
            epochs=30,
        ),
    ),
    "ten-sigmoid": Preset(
        "Ten sigmoid layers",
        "A network that cannot learn: the signal fades on its way back to the first layers.",
        Experiment(
            data=DataSpec("circle", noise=10),
            layers=_hidden(*[6] * 10, activation="sigmoid", init="normal"),
            output=Output("sigmoid", "normal"),
            learning_rate=0.3,
            seed=100,
        ),
    ),
    "worked-example": Preset(
        "Worked example",
        "Mazur's step-by-step example: one step, every number printed in the article. Biases are frozen.",
        Experiment(
            data=DataSpec("worked_example"),
            layers=_hidden(2, activation="sigmoid"),
            output=Output("sigmoid"),
            loss="half_squared",
            learning_rate=0.5,
            frozen=("b1", "b2"),
            start=_WORKED_START,
        ),
    ),
}
