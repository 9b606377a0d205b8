"""Presets in which training fails, each for a different reason, and one that shows a remedy."""

from bplab.experiment.preset import Preset, hidden
from bplab.experiment.spec import DataSpec, Experiment, Output

_CIRCLE = DataSpec("circle", noise=10)

TROUBLE: dict[str, Preset] = {
    "ten-sigmoid": Preset(
        "Ten sigmoid layers",
        "A network that cannot learn: the error signal vanishes on its way back to the first layers.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(*[6] * 10, activation="sigmoid", init="normal"),
            output=Output("sigmoid", "normal"),
            learning_rate=0.3,
            seed=100,
        ),
    ),
    "ten-tanh-xavier": Preset(
        "Ten tanh layers, Xavier",
        "The same depth learns: with tanh and Xavier initialization the error signal reaches the first "
        "layer.",
        Experiment(data=_CIRCLE, layers=hidden(*[6] * 10), learning_rate=0.1),
    ),
    "zero-start": Preset(
        "Zero initial weights",
        "If all weights are zero, none of them ever changes: only the bias of the output neuron learns.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(4, init="zeros"),
            output=Output("sigmoid", "zeros"),
            learning_rate=0.3,
        ),
    ),
    "constant-start": Preset(
        "Equal initial weights",
        "Neurons with equal initial weights get equal gradients: all four remain identical forever.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(4, init="constant", gain=0.5),
            output=Output("sigmoid", "constant", 0.5),
            learning_rate=0.3,
        ),
    ),
    "too-large-rate": Preset(
        "Learning rate too large",
        "Steps overshoot: the loss jumps up and down, mostly worse than guessing, and does not settle.",
        Experiment(data=_CIRCLE, layers=hidden(4), learning_rate=50),
    ),
    "diverging": Preset(
        "Diverging",
        "The squared error is unbounded: each step overshoots further, until the numbers overflow.",
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
        "Large steps move neurons to where they output 0 for every example; no gradient brings them back.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(8, 8, activation="relu", init="he_normal"),
            learning_rate=4,
        ),
    ),
    "exploding": Preset(
        "Exploding gradient",
        "Initial weights three times too large: the error signal grows a thousandfold, and one step ends it.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(*[12] * 10, activation="relu", init="he_normal", gain=3.0),
            output=Output("sigmoid", "he_normal", 3.0),
            learning_rate=0.01,
        ),
    ),
    "saturated": Preset(
        "Saturated neurons",
        "Large initial weights put every neuron on a flat part of tanh, where no gradient comes through.",
        Experiment(
            data=_CIRCLE,
            layers=hidden(6, 6, init="normal", gain=30.0),
            optimizer="adam",
            learning_rate=0.01,
        ),
    ),
    "too-small-rate": Preset(
        "Learning rate too small",
        "Every step goes the right way, and is a thousand times too short to get anywhere.",
        Experiment(data=_CIRCLE, layers=hidden(4), learning_rate=1e-4),
    ),
    "too-small-network": Preset(
        "Too small a network",
        "One neuron draws one straight line: the gradient goes to zero, and the loss stays far from it.",
        Experiment(data=_CIRCLE, layers=hidden(1), learning_rate=0.3),
    ),
    "unscaled": Preset(
        "Inputs of unequal size",
        "Wine as measured: proline, in hundreds, saturates all neurons; Scale inputs lets them learn.",
        Experiment(
            data=DataSpec("wine"),
            layers=hidden(8),
            output=Output("softmax"),
            loss="categorical_cross_entropy",
            learning_rate=0.1,
            epochs=40,
        ),
    ),
    "overfitting": Preset(
        "Overfitting",
        "Too few examples and too many weights: the training loss goes to zero while the test loss rises.",
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
