"""Measures why the experiments of the grid fail, by what heals them: medians of five seeds.

No measure here is one of the detector's. An experiment fails if more than a quarter is left of what a
suitable network learns from the same data; what ails it is what must be changed so that less than half of
that is left, and where nothing that was tried does so, what its neurons show.
`python tests/diagnosis/measuring.py` measures tests/reference/diagnosis/grid.json anew (minutes).
"""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from bplab.experiment.edits import set_field, with_hidden
from bplab.experiment.spec import Experiment
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.training.forward import activations_of, outputs_of
from bplab.training.trainer import Trainer

SEEDS = 5
FILE = Path(__file__).parents[1] / "reference" / "diagnosis" / "grid.json"
RECTIFIERS = {"relu", "leaky_relu", "elu", "gelu", "swish"}
TRIED = {  # what may heal the experiments of a family, and what would show another cause
    "training": ("faster", "slower", "weights"),
    "vanishing": ("both", "weights"),
    "exploding": ("weights",),
    "dead": ("activation", "slower"),
    "saturated": ("weights",),
    "identical": ("weights",),
    "near_zero": ("weights", "both"),
    "too_large": ("slower", "no penalty"),
    "too_small": ("faster",),
    "stuck": ("larger", "faster"),
    "overfitting": (),
    "scale": ("scaled",),
}


def activation(spec, name):
    return spec.but(layers=tuple(replace(layer, activation=name) for layer in spec.layers))


def weights(spec, name):
    layers = tuple(replace(layer, init=name, gain=1.0, bias=0.0) for layer in spec.layers)
    return spec.but(layers=layers, output=replace(spec.output, init=name, gain=1.0, bias=0.0), start={})


def suited(spec):
    is_rectified = bool(spec.layers) and {layer.activation for layer in spec.layers} <= RECTIFIERS
    return weights(spec, "he_normal" if is_rectified else "xavier_uniform")


def scaled(spec):
    return set_field(set_field(spec, "data.standardize", "true"), "data.scale_targets", "true")


def rates(spec, *factors):
    return [spec.but(learning_rate=min((spec.learning_rate or 1e-4) * factor, 1000.0)) for factor in factors]


def larger(spec):
    wide = with_hidden(spec, "16-16")
    wide = activation(wide, "tanh") if {layer.activation for layer in wide.layers} <= {"identity"} else wide
    return [wide, wide.but(optimizer="adam", learning_rate=0.01)]


CHANGES = {
    "slower": lambda spec: rates(spec, 0.03, 0.3, 0.001),
    "faster": lambda spec: rates(spec, 100.0, 10.0, 1e4),
    "no penalty": lambda spec: [spec.but(regularization="none")],
    "weights": lambda spec: [suited(spec)],
    "activation": lambda spec: [activation(spec, "leaky_relu"), activation(spec, "tanh")],
    "both": lambda spec: [
        weights(activation(spec, "tanh"), "xavier_uniform"), weights(activation(spec, "relu"), "he_normal"),
    ],
    "scaled": lambda spec: [scaled(spec)],
    "larger": larger,
}  # fmt: skip


def with_seeds(spec):
    return [spec.but(seed=seed) for seed in range(spec.seed, spec.seed + SEEDS)]


def trained(spec, epochs):
    trainer = Trainer(spec)
    trainer.run(epochs=epochs)
    return trainer


def end(trainer):
    """The median train loss of the last five epochs; infinite after divergence."""
    if trainer.divergence is not None:
        return np.inf
    return float(np.nan_to_num(np.median(trainer.history["train_loss"][-5:]), nan=np.inf))


def is_below(spec, epochs, limit):
    """Whether the median of five seeds ends below a loss, known once three agree."""
    votes = [0, 0]
    for each in with_seeds(spec):
        votes[end(trained(each, epochs)) < limit] += 1
        if max(votes) > SEEDS / 2:
            break
    return votes[1] > votes[0]


@cache
def suitable(data, loss, reduction, output):
    """What a suitable network reaches on this data: 16-16 tanh, Xavier, Adam, scaled."""
    spec = Experiment(data=data, loss=loss, reduction=reduction, output=output)
    good = with_hidden(scaled(spec).but(optimizer="adam", learning_rate=0.01), "16-16")
    return float(np.median([end(trained(each, 100)) for each in with_seeds(good)]))


@cache
def guess(data, loss, output):
    """The loss of the best answer that is the same for all examples."""
    build = Trainer(Experiment(data=data, loss=loss, output=output, layers=())).build
    T = build.measured_targets[build.prepared.split.train]
    if not loss.endswith("cross_entropy"):
        return float(T.var(axis=0).sum() / 2)
    p = np.clip(T.mean(axis=0), 1e-12, 1 - 1e-12)
    of_class = -(p * np.log(p)).sum()
    return float(of_class if loss.startswith("cat") else of_class - ((1 - p) * np.log(1 - p)).sum())


def activity(trainer):
    """Shares of silent ReLUs, of flat slopes and of equal neurons in the worst layer."""
    prepared, layout = trainer.build.prepared, trainer.build.layout
    X, spec = prepared.X[prepared.split.train], trainer.spec
    layers = activations_of(layout, spec.skip, trainer.parameters, X)
    hidden = list(zip(spec.layers, trainer.weights, layers[1:-1], layers, strict=False))
    silent = [(a.max(axis=1) <= 0).mean() for layer, _, a, _ in hidden if layer.activation == "relu"]
    alike = [1 - len(np.unique(np.round(a, 9), axis=0)) / len(a) for _, _, a, _ in hidden if len(a) > 1]
    flat = [flatness(ACTIVATIONS[layer.activation], (W.T @ below + b[:, None]).T)
            for layer, (W, b), _, below in hidden]  # fmt: skip
    sizes = [np.sqrt(np.mean(W**2) * len(W)) for W, _ in trainer.weights]
    worst = (float(max(shares, default=0.0)) for shares in (silent, flat, alike))
    return dict(zip(("silent", "flat", "alike"), worst, strict=True)) | {"size": float(min(sizes))}


def flatness(f, z):
    """The share of neurons whose slope is on average below a tenth of the steepest, if f is bounded."""
    if not np.isfinite((f.low, f.high)).all():
        return 0.0
    steepest = f.slope(np.zeros((1, 1)), f.f(np.zeros((1, 1))))[0, 0]
    return (f.slope(z, f.f(z)).mean(axis=0) < 0.1 * steepest).mean()


def growth(trainer):
    """How many times more a loss reacts to a bias of the first layer than of the last, by differences."""
    spans = trainer.build.layout.spans
    first, last = (reaction(trainer, range(span.start, span.stop)) for _, span in (spans[0], spans[-1]))
    return float(first / last) if last > 0 else 0.0


def reaction(trainer, places, h=1e-6):
    found = []
    for place in places:
        losses = []
        for step in (h, -h):
            moved = trainer.parameters
            moved[place] += step
            losses.append(each_loss(trainer.build, trainer.spec, moved))
        found.append(np.mean(((losses[0] - losses[1]) / (2 * h)) ** 2))
    return np.sqrt(np.mean(found))


def each_loss(build, spec, parameters, of=None):
    rows, of = (build.prepared.split.train, build) if of is None else (slice(None), of)
    z, y = outputs_of(build.layout, spec.skip, parameters, of.prepared.X[rows])
    return LOSSES[spec.loss].per_example(y, z, of.targets[rows])


def rise(spec, epochs):
    """How far the loss of 2,000 new examples ends above its lowest: the median of five seeds."""
    fresh = Trainer(spec.but(data=replace(spec.data, points=2000, seed=spec.data.seed + 1000))).build
    found = []
    for each in with_seeds(spec):
        trainer, losses = Trainer(each), []
        for _ in range(0, epochs, 5):
            trainer.run(epochs=5)
            losses.append(each_loss(trainer.build, spec, trainer.parameters, fresh).mean())
        found.append(losses[-1] / min(losses))
    return float(np.median(found))


def states(spec, epochs):
    """Medians of exact measures of the network at its start and its end."""
    found = []
    for each in with_seeds(spec):
        trainer = Trainer(each)
        start, before, grown = activity(trainer), trainer.weights[0][0], growth(trainer)
        trainer.run(epochs=epochs)
        moved = np.linalg.norm(trainer.weights[0][0] - before) / max(np.linalg.norm(before), 1e-30)
        found.append(activity(trainer) | {"loss": end(trainer), "moved": moved, "growth": grown}
                     | {"size": start["size"]})  # fmt: skip
    return {name: float(np.median([row[name] for row in found])) for name in found[0]}


def heals_it(spec, epochs, limit, name):
    return any(each != spec and is_below(each, epochs, limit) for each in CHANGES[name](spec))


def measure(row):
    """The figures of one experiment."""
    spec, epochs, family = Experiment.from_dict(row["spec"]), row["epochs"], row["family"]
    output = replace(spec.output, init="xavier_uniform", gain=1.0, bias=0.0)
    with np.errstate(all="ignore"):
        best, guessing = (
            suitable(spec.data, spec.loss, spec.reduction, output),
            guess(spec.data, spec.loss, output),
        )
        state = states(spec, epochs)
        left = (state["loss"] - best) / (guessing - best)
        limit = best + 0.5 * min(left, 1.0) * (guessing - best)
        tried = TRIED[family] if left > 0.25 else ()
        heals = [name for name in tried if heals_it(spec, epochs, limit, name)]
        risen = rise(spec, epochs) if family == "overfitting" else 1.0
    figures = state | {"left": left, "rise": risen}
    rounded = {name: float(f"{value:.4g}") if np.isfinite(value) else None for name, value in figures.items()}
    return rounded | {"heals": heals}


def labels_of(found):
    """The diagnoses that the figures allow; none if it learns."""
    left, heals = np.inf if found["left"] is None else found["left"], set(found["heals"])
    if left <= 0.25:
        return ["overfitting"] if found["rise"] > 1.3 else []
    is_drawn = "weights" in heals or not heals
    holds = {
        "scale": "scaled" in heals,
        "rate_too_large": bool(heals & {"slower", "no penalty"}),
        "rate_too_small": "faster" in heals,
        "stuck": "larger" in heals,
        "dead_relu": found["silent"] >= 0.5,
        "identical": is_drawn and found["alike"] >= 0.5 and found["silent"] < 0.5,
        "near_zero": is_drawn and found["size"] < 0.15,
        "exploding": is_drawn and found["growth"] > 100,
        "saturated": is_drawn and found["flat"] >= 0.5,
        "vanishing": left > 0.9 and found["moved"] < 0.05 and bool(heals & {"both", "weights"}),
    }
    return [name for name, is_so in holds.items() if is_so]


def written(table):
    """The table as text, one experiment a line."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in table) + "\n]\n"


if __name__ == "__main__":
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    for row in rows:
        row["measured"] = measure(row)
        row["labels"] = labels_of(row["measured"])
    FILE.write_text(written(rows), encoding="utf-8")
