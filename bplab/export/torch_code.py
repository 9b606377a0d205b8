"""The mathematics of a network as PyTorch expressions for a generated script, by the names of the tables."""

from typing import Any

ACTIVATIONS = {
    "identity": "{z}",
    "sigmoid": "torch.sigmoid({z})",
    "tanh": "torch.tanh({z})",
    "relu": "F.relu({z})",
    "leaky_relu": "F.leaky_relu({z}, 0.01)",
    "elu": "F.elu({z})",
    "selu": "F.selu({z})",
    "gelu": 'F.gelu({z}, approximate="tanh")',
    "softplus": "F.softplus({z}, threshold=40)",
    "softsign": "F.softsign({z})",
    "swish": "F.silu({z})",
    "lecun_tanh": "1.7159 * torch.tanh(2 / 3 * {z})",
    "softmax": "torch.softmax({z}, dim=1)",
}

# each example's loss; y are the outputs, z the weighted sums from which they come
LOSSES = {
    "half_squared": "0.5 * (y - t).square().sum(dim=1)",
    "mse": "(y - t).square().mean(dim=1)",
    "mae": "(y - t).abs().mean(dim=1)",
    "huber": 'F.huber_loss(y, t, reduction="none").mean(dim=1)',
    "binary_cross_entropy": 'F.binary_cross_entropy_with_logits(z, t, reduction="none").sum(dim=1)',
    "categorical_cross_entropy": "-(t * torch.log_softmax(z, dim=1)).sum(dim=1)",
}

PENALTIES = {
    "l1": "{rate} * sum(layer.weight.abs().sum() for layer in net.layers)",
    "l2": "{rate} / 2 * sum(layer.weight.square().sum() for layer in net.layers)",
}


# a class of torch.optim with its arguments, and the names of its state by those of the lab
OPTIMIZERS: dict[str, tuple[str, dict[str, str]]] = {
    "sgd": ("SGD(net.parameters(), lr=rate(STEP))", {}),
    "momentum": (
        "SGD(net.parameters(), lr=rate(STEP), momentum={momentum})",
        {"velocity": "momentum_buffer"},
    ),
    "nesterov": (
        "SGD(net.parameters(), lr=rate(STEP), momentum={momentum}, nesterov=True)",
        {"velocity": "momentum_buffer"},
    ),
    "adagrad": ("Adagrad(net.parameters(), lr=rate(STEP))", {"square_sum": "sum"}),
    "rmsprop": ("RMSprop(net.parameters(), lr=rate(STEP), alpha={alpha})", {"square_mean": "square_avg"}),
    "adam": (
        "Adam(net.parameters(), lr=rate(STEP), betas=({beta1}, {beta2}))",
        {"mean": "exp_avg", "square_mean": "exp_avg_sq"},
    ),
    "adamw": (
        "AdamW(decayed(net), lr=rate(STEP), betas=({beta1}, {beta2}))",
        {"mean": "exp_avg", "square_mean": "exp_avg_sq"},
    ),
}

SCHEDULES = {
    "constant": "{rate}",
    "step": "{rate} * {factor} ** math.floor(step // STEPS_PER_EPOCH / {epochs})",
    "exponential": "{rate} * {factor} ** (step // STEPS_PER_EPOCH)",
    "cosine": "{rate} * (1 + math.cos(math.pi * min(1.0, step / STEPS_PER_EPOCH / {epochs}))) / 2",
    "warmup": "{rate} * min(1.0, (step + 1) / ({epochs} * STEPS_PER_EPOCH))",
}

TABLES: dict[str, dict[str, Any]] = {
    "activation": ACTIVATIONS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
}
