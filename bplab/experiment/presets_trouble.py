"""Presets in which something goes wrong, each in a way of its own, and one that shows the cure."""

from bplab.experiment.preset import Preset, hidden
from bplab.experiment.spec import DataSpec, Experiment, Output

_CIRCLE = DataSpec("circle", noise=10)

TROUBLE: dict[str, Preset] = {
    "ten-sigmoid": Preset(
        "Ten sigmoid layers",
        "A network that cannot learn: the signal fades on its way back to the first layers.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(*[6] * 10, activation="sigmoid", init="normal"),
            output=Output("sigmoid", "normal"),
            learning_rate=0.3,
            seed=100,
        ),
    ),
    "ten-tanh-xavier": Preset(
        "Ten tanh layers, Xavier start",
        "The same depth learns: tanh and Xavier's weights bring the signal back to the first layer.",
        Experiment(data=_CIRCLE, layers=hidden(*[6] * 10), learning_rate=0.1),
    ),
    "zero-start": Preset(
        "Started at zero",
        "With every weight at zero no weight ever moves: only the output neuron's bias learns.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(4, init="zeros"),
            output=Output("sigmoid", "zeros"),
            learning_rate=0.3,
        ),
    ),
    "constant-start": Preset(
        "Started alike",
        "Neurons that start with equal weights get equal gradients: four stay one and the same for ever.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(4, init="constant", gain=0.5),
            output=Output("sigmoid", "constant", 0.5),
            learning_rate=0.3,
        ),
    ),
    "too-large-rate": Preset(
        "Too large a learning rate",
        "Steps overshoot: the loss bounces about, mostly worse than guessing, and does not settle.",
        Experiment(data=_CIRCLE, layers=hidden(4), learning_rate=50),
    ),
    "diverging": Preset(
        "Diverging",
        "A squared error has no ceiling: each step overshoots by more, until the numbers end.",
        Experiment(
            data=DataSpec("plane"),
            layers=hidden(8, activation="relu", init="he_normal"),
            output=Output("identity"),
            loss="half_squared",
            learning_rate=1,
        ),
    ),
    "dying-relu": Preset(
        "Dying ReLUs",
        "Large steps push neurons to where they answer 0 to every example; no gradient brings them back.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(8, 8, activation="relu", init="he_normal"),
            learning_rate=4,
        ),
    ),
    "overfitting": Preset(
        "Overfitting",
        "Too few examples and too many weights: the train loss goes to zero while the test loss rises.",
        Experiment(
            data=DataSpec("moons", points=60, noise=50, train_percent=50),
            layers=hidden(32, 32, activation="relu", init="he_normal"),
            optimizer="adam",
            learning_rate=0.01,
            batch_size=0,
            epochs=500,
        ),
    ),
}
