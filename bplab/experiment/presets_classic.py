"""Presets from the literature, which reproduce worked examples and published results."""

from typing import Any

from bplab.experiment.preset import Preset, hidden
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output

_START = {
    "W1[1,1]": 0.15, "W1[2,1]": 0.20, "W1[1,2]": 0.25, "W1[2,2]": 0.30, "b1[1]": 0.35, "b1[2]": 0.35,
    "W2[1,1]": 0.40, "W2[2,1]": 0.45, "W2[1,2]": 0.50, "W2[2,2]": 0.55, "b2[1]": 0.60, "b2[2]": 0.60,
}  # fmt: skip

_WORKED = Experiment(
    data=DataSpec("worked_example"),
    layers=hidden(2, activation="sigmoid"),
    output=Output("sigmoid"),
    loss="half_squared",
    learning_rate=0.5,
    batch_size=0,
    start=_START,
)

# As in 1986: E = 1/2 of the sum over all patterns, one step per epoch, momentum 0.9.
_OF_1986: dict[str, Any] = {
    "loss": "half_squared",
    "reduction": "sum",
    "batch_size": 0,
    "optimizer": "momentum",
    "momentum": 0.9,
}

CLASSIC: dict[str, Preset] = {
    "worked-example": Preset(
        "Worked example",
        "Mazur's step-by-step example: one step in which every number matches the article. Biases are "
        "frozen.",
        _WORKED.but(frozen=("b1", "b2")),
    ),
    "worked-example-biases": Preset(
        "Worked example with biases",
        "Mazur's network, with biases that learn too: the loss falls from 0.298371 to 0.280471 in one step.",
        _WORKED,
    ),
    "one-hidden-neuron": Preset(
        "One hidden neuron",
        "Three inputs, one hidden neuron, one output: one path from each weight to the loss.",
        Experiment(
            data=DataSpec("gauss", features=("x", "y", "xy")),
            layers=hidden(1, activation="sigmoid"),
            output=Output("sigmoid"),
            loss="half_squared",
            learning_rate=0.5,
            batch_size=1,
        ),
    ),
    "xor": Preset(
        "XOR, four examples",
        "The smallest problem that needs a hidden layer: the loss stays at guessing for a long time, then "
        "drops.",
        Experiment(
            data=DataSpec("xor_points"),
            layers=hidden(2, activation="sigmoid", init="uniform", gain=0.5),
            output=Output("sigmoid", "uniform", 0.5),
            learning_rate=0.5,
            epochs=2000,
            **_OF_1986,
        ),
    ),
    "symmetry-1986": Preset(
        "Symmetry, 1986",
        "The network of Nature 323:533: two neurons find weights antisymmetric about the middle, in the "
        "ratio 1:2:4.",
        Experiment(
            data=DataSpec("symmetry"),
            layers=hidden(2, activation="sigmoid", init="uniform", gain=0.3),
            output=Output("sigmoid", "uniform", 0.3),
            learning_rate=0.03,
            epochs=2000,
            **_OF_1986,
        ),
    ),
    "encoder": Preset(
        "Encoder 8-3-8",
        "Eight patterns through three neurons: the network invents a code of three bits.",
        Experiment(
            data=DataSpec("encoder"),
            layers=hidden(3, activation="sigmoid", init="uniform", gain=1.0),
            output=Output("sigmoid", "uniform", 1.0),
            learning_rate=0.1,
            epochs=2000,
            **_OF_1986,
        ),
    ),
    "family-trees": Preset(
        "Family trees",
        "Six numbers per person encode most of 100 facts; trained with Adam instead of the method of 1986.",
        Experiment(
            data=DataSpec("family_trees", train_percent=96),
            layers=(
                Layer(12, "sigmoid", "uniform", groups=((24, 6), (12, 6))),
                *hidden(12, 6, activation="sigmoid", init="uniform"),
            ),
            output=Output("sigmoid", "uniform"),
            loss="half_squared",
            reduction="sum",
            optimizer="adam",
            learning_rate=0.01,
            batch_size=4,
            epochs=800,
        ),
    ),
}
