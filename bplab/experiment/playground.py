"""Reads TensorFlow Playground links as the exact experiments that the Playground would run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor, fmod, isnan
from typing import Any

from bplab.errors import UserError, quoted
from bplab.experiment.link_keys import (
    ACTIVATIONS,
    CLASSIFICATION,
    CONTROLS,
    DEAD,
    HIDE,
    INPUTS,
    KEYS,
    REGRESSION,
    REGULARIZATIONS,
    LinkReading,
    is_link,
    read_keys,
)
from bplab.experiment.link_writing import format_link
from bplab.experiment.spec import MAX_HIDDEN_LAYERS, MAX_UNITS, DataSpec, Experiment, Layer, Output

__all__ = ["Link", "format_link", "from_playground", "is_link", "parse_link"]

POINTS = {"classification": 500, "regression": 1200}
NO_SEED = "0.00000"
VIEW = ("showTestData", "discretize", "tutorial", "hideText")
USUAL_NOISE, MOST_NOISE = 50, 80
MOST_RATE, MOST_PENALTY = 1000.0, 100.0


@dataclass(frozen=True)
class Link:
    """The content of a link.

    `notes` say what is unusual about it, one sentence each. `kept` holds, by key, what is not part of an
    experiment, so that `format_link` can write it again: what is shown, what a lesson hides.
    """

    spec: Experiment
    notes: tuple[str, ...]
    kept: Mapping[str, str]

    @property
    def hidden(self) -> tuple[str, ...]:
        """Controls and inputs that the link hides, by the Playground's names (without `_hide`)."""
        names = (name for name, value in self.kept.items() if name.endswith(HIDE) and value == "true")
        return tuple(name.removesuffix(HIDE) for name in names)

    @property
    def show_test_data(self) -> bool:
        """Whether the picture shows the test examples."""
        return self.kept.get("showTestData", "false") != "false"

    @property
    def discretize(self) -> bool:
        """Whether the picture shows decided classes instead of outputs."""
        return self.kept.get("discretize", "false") != "false"


def parse_link(text: str) -> Link:
    """Read a Playground link, or only the part after its `#`.

    Raises: UserError if it is not a Playground link, or cannot be run here.
    """
    reading = read_keys(text)
    notes = [*reading.notes]
    spec = _Importer(reading, notes).experiment()
    return Link(spec, tuple(notes), _kept(reading))


def from_playground(link: str) -> Experiment:
    """Return the experiment of a TensorFlow Playground link.

    Raises: UserError if it is not a valid link.
    """
    return parse_link(link).spec


class _Importer:
    """Turns the values of one link into settings, with notes on values that cannot be used unchanged."""

    def __init__(self, reading: LinkReading, notes: list[str]) -> None:
        self._values, self._given, self._reading = reading.values, reading.given, reading
        self._notes = notes

    def experiment(self) -> Experiment:
        values = self._values
        classify = values["problem"] == "classification"
        points = POINTS[values["problem"]]
        percent = self._train_percent(points)
        start: dict[str, Any] = (
            {"init": "zeros"} if values["initZero"] else {"init": "uniform", "gain": 0.5, "bias": 0.1}
        )
        activation = ACTIVATIONS[values["activation"]]
        batch, rate = self._batch_and_rate(points * percent // 100)
        spec = Experiment(
            data=DataSpec(
                CLASSIFICATION[values["dataset"]] if classify else REGRESSION[values["regDataset"]],
                points=points,
                noise=self._noise(),
                train_percent=percent,
                stratify=False,
                features=self._features(),
                playground_seed=self._seed(),
            ),
            layers=tuple(Layer(units, activation, **start) for units in self._units()),
            output=Output("tanh" if classify else "identity", **start),
            loss="half_squared",
            learning_rate=rate,
            regularization=REGULARIZATIONS[values["regularization"]],
            regularization_rate=self._rate("regularizationRate", MOST_PENALTY),
            batch_size=batch,
            order="fixed",
            last_batch="carry",
        )
        self._notes.extend(self._unused())
        return spec

    def _note(self, key: str, sentence: str) -> None:
        given = self._given.get(key, "").strip()
        self._notes.append(f"{key}={quoted(given) if given else f'{KEYS[key].default:g}'} {sentence}")

    def _noise(self) -> float:
        noise = float(self._values["noise"])
        if isnan(noise):
            self._note("noise", "is not a number; 0 is used here.")
            return 0.0
        if noise > MOST_NOISE:
            self._note("noise", f"is above {MOST_NOISE}, so the Playground uses {USUAL_NOISE}.")
            return USUAL_NOISE
        if noise < 0:
            self._note("noise", "is below 0, so the Playground uses 0.")
        return max(noise, 0.0)

    def _rate(self, key: str, most: float) -> float:
        rate = float(self._values[key])
        if isnan(rate):
            self._note(key, f"is not a number; {KEYS[key].default:g} is used here.")
            return float(KEYS[key].default)
        if not 0 <= rate <= most:
            self._note(key, f"is outside 0 to {most:g}; {max(0, min(rate, most)):g} is used here.")
        return max(0.0, min(rate, most))

    def _train_percent(self, points: int) -> int:
        """The whole percentage that reproduces the Playground's cut at floor(n percent / 100)."""
        percent = float(self._values["percTrainData"])
        if isnan(percent):
            self._note("percTrainData", "is not a number; 50 is used here.")
            return 50
        cut = floor(points * max(-100.0, min(percent, 100.0)) / 100)
        train = cut if cut >= 0 else points + cut  # as JavaScript's slice counts
        whole = max(1, min(100, round(100 * train / points)))
        if points * whole // 100 != train:
            self._note("percTrainData", f"would train on {train} examples; {whole} % is used here.")
        elif whole != percent:
            self._note("percTrainData", f"acts as {whole}.")
        if whole == 100:
            self._note("percTrainData", "leaves no test examples, so there is no test loss.")
        return whole

    def _batch_and_rate(self, count: int) -> tuple[int, float]:
        rate = self._rate("learningRate", MOST_RATE)
        batch = _updates_every(float(self._values["batchSize"]), count)
        if batch is None:
            self._note(
                "batchSize",
                f"is never filled by {count} training examples, so the Playground never changes a weight. "
                "Here η = 0 has the same effect; to train, choose a smaller batch size and a larger η.",
            )
            return count, 0.0
        if batch != self._values["batchSize"]:
            self._note("batchSize", f"acts as {batch}.")
        return batch, rate

    def _units(self) -> Iterator[int]:
        shape = self._values["networkShape"]
        if len(shape) > MAX_HIDDEN_LAYERS:
            raise UserError(
                f"The link asks for {len(shape)} hidden layers, but a network can have at most "
                f"{MAX_HIDDEN_LAYERS}: shorten its networkShape."
            )
        for number in shape:
            if not 0 < number <= MAX_UNITS:
                given = quoted(self._given.get("networkShape", ""))
                raise UserError(
                    f"The link's networkShape={given} has a layer without neurons, or with more than "
                    f"{MAX_UNITS}: it takes whole numbers with commas, such as 4,2."
                )
            yield ceil(number)  # as a loop that ends before it counts
        if any(number != ceil(number) for number in shape):
            self._note("networkShape", f"acts as {','.join(str(ceil(number)) for number in shape)}.")

    def _features(self) -> tuple[str, ...]:
        chosen = [key for key in INPUTS if self._values[key]]
        removed = [key for key in chosen if self._reading.hides.get(key + HIDE)]
        for key in removed:
            self._notes.append(f"{key}{HIDE} removes the input {key}, as in the Playground.")
        features = tuple(INPUTS[key] for key in chosen if key not in removed)
        if not features:
            raise UserError("The link leaves the network without inputs: add x=true or y=true to it.")
        return features

    def _seed(self) -> str:
        if self._values["seed"] is not None:
            return str(self._values["seed"])
        self._notes.append(
            "The link has no seed, so the Playground draws new data and weights each time; here the seed is "
            f"{NO_SEED}."
        )
        return NO_SEED

    def _unused(self) -> Iterator[str]:
        for key in DEAD:
            if self._values[key]:
                yield f"{key} has no effect, as in the Playground."
        if self._values["tutorial"]:
            yield f"The text of the tutorial {quoted(self._values['tutorial'])} is not shown here."
        odd = [name for name in self._reading.hides if name.removesuffix(HIDE) not in {*CONTROLS, *INPUTS}]
        if odd:
            yield f"The Playground has nothing to hide by the name {quoted(', '.join(odd))}."


def _updates_every(batch: float, count: int) -> int | None:
    """After how many examples the Playground updates: the first i with i % batch = 0, if any."""
    if isnan(batch) or batch == 0:
        return None
    return next((i for i in range(1, count + 1) if fmod(i, batch) == 0), None)


def _kept(reading: LinkReading) -> dict[str, str]:
    """Values that `format_link` cannot derive from the experiment."""
    values = reading.values
    names = [*VIEW, *DEAD, "regDataset" if values["problem"] == "classification" else "dataset"]
    names += [] if values["networkShape"] else ["activation"]
    kept = {name: _plain(values[name]) for name in names if values[name] != KEYS[name].default}
    return kept | {name: _plain(hidden) for name, hidden in reading.hides.items()}


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
