"""Warnings about the data: rare classes, constant inputs, parts that are too small, large targets."""

from collections.abc import Iterator

import numpy as np

from bplab.arrays import Floats, Indices
from bplab.data.prepare import Prepared
from bplab.numerals import minus

RARE = 0.1  # share of the examples; with many classes, half of an equal share
LARGE = 1_000.0  # a target that initial weights and usual learning rates do not reach
NAMED = 3  # so many names in a sentence, then the number of the others


def notes(prepared: Prepared, batch_size: int, validation_percent: int = 0) -> tuple[str, ...]:
    """Describe in one sentence each what is unusual about the data, although training is possible.

    Units: batch_size in examples; 0 is the full batch. validation_percent as requested, of the whole set.
    """
    rows = prepared.split.train
    return (
        *_class_notes(prepared),
        *_constant_inputs(prepared.X[rows], prepared.input_names),
        *_small_batch(len(rows), batch_size),
        *_no_test(prepared),
        *_no_validation(prepared, validation_percent),
        *_large_targets(prepared),
        *_scaled_targets(prepared),
    )


def _class_notes(prepared: Prepared) -> Iterator[str]:
    dataset, split = prepared.dataset, prepared.split
    if not dataset.classes:
        return
    train, test = (
        np.bincount(dataset.targets[rows], minlength=len(dataset.classes))
        for rows in (split.train, split.test)
    )
    whole = np.bincount(dataset.targets, minlength=len(dataset.classes))
    yield from _rare_classes(whole, dataset.classes, planar=prepared.row.planar)
    if missing := _listed(dataset.classes, train == 0):
        yield f"The training part has no example of {missing}, which cannot be learned: choose another seed."
    if len(split.test) and (missing := _listed(dataset.classes, test == 0)):
        yield f"The test part has no example of {missing}: test results say nothing about it."


def _rare_classes(counts: Indices, classes: tuple[str, ...], *, planar: bool) -> Iterator[str]:
    total = int(counts.sum())
    limit = total * min(RARE, 0.5 / len(classes))
    for count, name in zip(counts.tolist(), classes, strict=True):
        if 0 < count < limit:
            look = f"output map where the examples of {name} are" if planar else "confusion matrix"
            yield (
                f"Only {count:,} of {total:,} examples ({100 * count / total:.2g} %) are of class {name}: "
                f"never predicting {name} is already right for the other {total - count:,}, so look at the "
                f"{look} rather than at the accuracy."
            )


def _constant_inputs(inputs: Floats, names: tuple[str, ...]) -> Iterator[str]:
    if len(inputs) < 2:
        return
    constant = (inputs == inputs[0]).all(axis=0)
    if constant.any():
        count = int(constant.sum())
        subject, they_carry = f"The input {_listed(names, constant)} is", "it carries"
        if count > 1:
            subject, they_carry = f"{count} inputs ({_listed(names, constant)}) are", "they carry"
        yield f"{subject} the same in every training example: {they_carry} no information."


def _small_batch(count: int, batch_size: int) -> Iterator[str]:
    if count < batch_size:
        examples = "is only 1 training example" if count == 1 else f"are only {count:,} training examples"
        yield f"There {examples}, fewer than a batch of {batch_size:,}: every step uses all of them."


def _no_test(prepared: Prepared) -> Iterator[str]:
    if prepared.row.split and not len(prepared.split.test):
        yield (
            "There is no test part, so nothing shows how well the network does on unseen examples: "
            "lower the training or validation share."
        )


def _no_validation(prepared: Prepared, percent: int) -> Iterator[str]:
    count = prepared.dataset.count
    if prepared.row.split and percent > 0 and not len(prepared.split.validation):
        yield (
            f"{percent} % of {count:,} examples is less than one, so there is no validation part: take more "
            "examples or a larger validation share."
        )


def _large_targets(prepared: Prepared) -> Iterator[str]:
    dataset = prepared.dataset
    if dataset.classes or prepared.target_scaler is not None:
        return
    low, high = float(dataset.targets.min()), float(dataset.targets.max())
    if max(abs(low), abs(high)) > LARGE:
        middle, half = (low + high) / 2, (high - low) / 2 or 1.0
        small = f"(y {'-' if middle > 0 else '+'} {_rounded(abs(middle), 3)}) / {_rounded(half, 3)}"
        said = (
            f"The targets range from {_rounded(low, 4)} to {_rounded(high, 4)}. At first, the outputs are "
            "near 0 and change a little at a time, so training takes very long or diverges: turn on Scale "
            f"targets, or scale them to about -1 to 1 yourself, as {small} does."
        )
        yield minus(said)


def _scaled_targets(prepared: Prepared) -> Iterator[str]:
    """Say in which units numbers are; of one target, how it is scaled."""
    scaler = prepared.target_scaler
    if scaler is None:
        return
    how = ""
    if len(scaler.scale) == 1:
        mean, deviation = (_rounded(float(each[0]), 4) for each in (scaler.mean, scaler.scale))
        how = f" to (y − {mean}) / {deviation}".replace("− -", "+ ")
    yield (
        f"Losses, outputs and curves are in the data's own units. For training, targets are scaled{how}: "
        "gradients and δ are those of the scaled targets."
    )


def _rounded(value: float, digits: int) -> str:
    return f"{float(f'{value:.{digits}g}'):,.12g}"


def _listed(names: tuple[str, ...], chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> str:
    """List the selected names, shortened to the first few if there are many."""
    picked = [name for name, wanted in zip(names, chosen.tolist(), strict=True) if wanted]
    if len(picked) > NAMED + 1:
        picked = [*picked[:NAMED], f"{len(picked) - NAMED} more"]
    commas = len(picked) > 2 and any("," in name for name in picked)
    between, last = ("; ", "; and ") if commas else (", ", " and ")
    return last.join(filter(None, [between.join(picked[:-1]), *picked[-1:]]))
