"""From the data settings to the arrays that a network is trained on."""

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from bplab.arrays import Array, Floats
from bplab.data.curves import USUAL
from bplab.data.dataset import Dataset, frozen, frozen_indices
from bplab.data.dataset_row import DatasetRow, Maker
from bplab.data.features import FEATURES, check_features, expand
from bplab.data.own import OwnData
from bplab.data.replay import replay
from bplab.data.scale import Scaler
from bplab.data.seedrandom import SeedRandom
from bplab.data.split import Split, check_shares, split, train_on_all
from bplab.data.streams import DATA, SPLIT, stream
from bplab.errors import UserError

MIN_POINTS, MAX_POINTS = 2, 100_000
MAX_NOISE = 80  # the Playground's slider ends at 50, its links allow 80


@dataclass(frozen=True, eq=False)
class Prepared:
    """A data set, its split, and its inputs as the network receives them.

    Shapes: X (n, d), one row per example in the order of the data set; the split selects rows.
    features is empty where the raw inputs are used unchanged. chance is set in a replay of TensorFlow
    Playground: its random numbers after the split, from which the initial weights are drawn. With
    target_scaler, the network learns standardized targets.
    """

    row: DatasetRow
    dataset: Dataset
    split: Split
    scaler: Scaler | None
    features: tuple[str, ...]
    X: Floats
    chance: SeedRandom | None = None
    target_scaler: Scaler | None = None

    @property
    def input_names(self) -> tuple[str, ...]:
        """Name the d inputs of the network."""
        return tuple(FEATURES[name].title for name in self.features) or self.dataset.input_names

    def inputs_of(self, raw: Floats) -> Floats:
        """Transform raw inputs, such as grid points, into network inputs.

        Shapes: (m, raw d) -> (m, d).
        """
        return _inputs(raw, self.features, self.scaler)

    def outputs_of(self, y: Array) -> Array:
        """Transform outputs of the network, or targets as it learns them, into the data's own units.

        Shapes: (m, outputs), as returned.
        """
        return y if self.target_scaler is None else self.target_scaler.undo(y)


def prepare(  # noqa: PLR0913, PLR0917 - one argument per setting
    row: DatasetRow,
    points: int | None,
    noise: float,
    features: tuple[str, ...],
    train_percent: int,
    validation_percent: int,
    stratify: bool,
    standardize: bool,
    seed: int,
    formula: str = USUAL,
    playground_seed: str = "",
    own: OwnData | None = None,
    scale_targets: bool = False,
) -> Prepared:
    """Generate a data set, split it, compute its features and standardize on the training part.

    Settings that do not apply to the set are ignored, as the seed is if there is a Playground seed.
    Units: noise 0 to 80; percentages of the whole set.
    Raises: UserError for invalid settings.
    """
    _check(row, points, noise, seed)
    shares, used = (train_percent, validation_percent), features if row.planar else ()
    check_shares(*shares)
    if row.planar:
        check_features(used)
    size, chance = row.points if points is None else points, None
    if playground_seed and own is None:
        dataset, chance = replay(row.name, playground_seed, size, float(noise))
    else:
        dataset = own.dataset if own else _maker(row, formula)(stream(seed, DATA), size, float(noise))
    rng = cast("np.random.Generator", chance) if chance else stream(seed, SPLIT)
    given = own.test_rows if own else 0
    parts = _parts(dataset, given, shares, stratify, rng) if row.split else train_on_all(dataset.count)
    raw = _inputs(dataset.inputs, used, None)
    scaler = Scaler.fit(raw[parts.train]) if standardize else None
    X = frozen(_inputs(dataset.inputs, used, scaler))
    is_scaled = scale_targets and not dataset.has_right_answers
    unit = Scaler.fit(dataset.targets[parts.train]) if is_scaled else None
    return Prepared(row, dataset, parts, scaler, used, X, chance, unit)


def _parts(
    dataset: Dataset, given: int, shares: tuple[int, int], stratify: bool, rng: np.random.Generator
) -> Split:
    """Split the examples; if test examples are given, the last ones, only those before them."""
    first, (train, validation) = dataset.count - given, shares
    classes = dataset.targets[:first].astype(np.int64) if dataset.classes else None
    if not given:
        return split(classes, first, train, validation, stratify, rng)
    parts = split(classes, first, 100 - validation, validation, stratify, rng)
    return replace(parts, test=frozen_indices(np.arange(first, dataset.count)))


def _maker(row: DatasetRow, formula: str) -> Maker:
    return row.with_formula(formula) if row.with_formula else row.make


def _check(row: DatasetRow, points: int | None, noise: float, seed: int) -> None:
    if seed < 0:
        raise UserError(f"The data seed is {seed}: choose 0 or more.")
    if row.fixed:
        return
    if points is not None and not MIN_POINTS <= points <= MAX_POINTS:
        raise UserError(
            f"{row.title} cannot have {points:,} examples: choose {MIN_POINTS} to {MAX_POINTS:,}."
        )
    if not 0 <= noise <= MAX_NOISE:  # also rejects NaN
        raise UserError(f"Noise is {noise}: choose 0 to {MAX_NOISE}.")


def _inputs(raw: Floats, features: tuple[str, ...], scaler: Scaler | None) -> Floats:
    seen = expand(raw, features) if features else raw
    return scaler.apply(seen) if scaler else seen
