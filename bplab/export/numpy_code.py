"""The mathematics of a network as lines of NumPy for a generated script, by the names of the tables."""

from typing import Any

SIGMOID = "np.exp(-np.logaddexp(0, -z))"  # which never overflows
SHIFTED = "z - z.max(axis=1, keepdims=True)"
BEND_SLOPE = "np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * z**2)"
BEND = "np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)"

# a = f(z), and f'(z) where z and a are at hand
ACTIVATIONS = {
    "identity": ("z", "np.ones_like(z)"),
    "sigmoid": (SIGMOID, "a * (1 - a)"),
    "tanh": ("np.tanh(z)", "1 - a * a"),
    "relu": ("np.maximum(z, 0)", "np.where(z > 0, 1.0, 0.0)"),
    "leaky_relu": ("np.where(z > 0, z, 0.01 * z)", "np.where(z > 0, 1.0, 0.01)"),
    "elu": ("np.where(z > 0, z, np.expm1(np.minimum(z, 0)))", "np.where(z > 0, 1.0, a + 1)"),
    "selu": (
        "1.0507009873554805 * np.where(z > 0, z, 1.6732632423543772 * np.expm1(np.minimum(z, 0)))",
        "np.where(z > 0, 1.0507009873554805, a + 1.0507009873554805 * 1.6732632423543772)",
    ),
    "gelu": (
        f"0.5 * z * (1 + np.tanh({BEND}))",
        f"0.5 * (1 + np.tanh({BEND})) + 0.5 * z * (1 - np.tanh({BEND}) ** 2) * {BEND_SLOPE}",
    ),
    "softplus": ("np.logaddexp(0, z)", SIGMOID),
    "softsign": ("z / (1 + np.abs(z))", "1 / (1 + np.abs(z)) ** 2"),
    "swish": (f"z * {SIGMOID}", f"{SIGMOID} + a * (1 - {SIGMOID})"),
    "lecun_tanh": ("1.7159 * np.tanh(2 / 3 * z)", "2 / 3 * 1.7159 * (1 - (a / 1.7159) ** 2)"),
    "softmax": (
        f"np.exp({SHIFTED}) / np.exp({SHIFTED}).sum(axis=1, keepdims=True)",
        "a * (1 - a)",
    ),
}

# each example's loss, and its derivative by the outputs y
LOSSES = {
    "half_squared": ("0.5 * ((y - t) ** 2).sum(axis=1)", "y - t"),
    "mse": ("((y - t) ** 2).mean(axis=1)", "2 * (y - t) / y.shape[1]"),
    "mae": ("np.abs(y - t).mean(axis=1)", "np.sign(y - t) / y.shape[1]"),
    "huber": (
        "np.where(np.abs(y - t) <= 1, 0.5 * (y - t) ** 2, np.abs(y - t) - 0.5).mean(axis=1)",
        "np.clip(y - t, -1, 1) / y.shape[1]",
    ),
    "binary_cross_entropy": ("(np.logaddexp(0, z) - t * z).sum(axis=1)", ""),
    "categorical_cross_entropy": (
        f"-(t * ({SHIFTED} - np.log(np.exp({SHIFTED}).sum(axis=1, keepdims=True)))).sum(axis=1)",
        "",
    ),
}

# added to the gradient of a weight w
PENALTIES = {"l1": "{rate} * np.sign(w)", "l2": "{rate} * w"}

# from w and its gradient g to the new value; t counts the steps from 1
ADAM = [
    "mean = {beta1} * mean + (1 - {beta1}) * g",
    "square_mean = {beta2} * square_mean + (1 - {beta2}) * g * g",
    "m = mean / (1 - {beta1} ** step)",
    "s = square_mean / (1 - {beta2} ** step)",
    "new_w = w - eta * m / (np.sqrt(s) + 1e-8)",
]
OPTIMIZERS: dict[str, list[str]] = {
    "sgd": ["new_w = w - eta * g"],
    "momentum": ["velocity = {momentum} * velocity + g", "new_w = w - eta * velocity"],
    "nesterov": [
        "velocity = {momentum} * velocity + g",
        "new_w = w - eta * (g + {momentum} * velocity)",
    ],
    "adagrad": ["square_sum = square_sum + g * g", "new_w = w - eta * g / (np.sqrt(square_sum) + 1e-10)"],
    "rmsprop": [
        "square_mean = {alpha} * square_mean + (1 - {alpha}) * g * g",
        "new_w = w - eta * g / (np.sqrt(square_mean) + 1e-8)",
    ],
    "adam": ADAM,
    "adamw": ADAM,  # after the weights have decayed
}

TABLES: dict[str, dict[str, Any]] = {"activation": ACTIVATIONS, "loss": LOSSES, "optimizer": OPTIMIZERS}

PRUNING = """    if name[0] == "W":  # a weight that the penalty's pull moves across 0 stays 0
        pulled = new_w - eta * {rate} * np.sign(w)
        new_w = np.where(dead | (new_w * pulled < 0), 0.0, pulled)
"""
