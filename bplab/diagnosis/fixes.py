"""Changes that may help: for each diagnosis single changes of the experiment, and pairs of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bplab.diagnosis.kinds import Diagnosis
from bplab.errors import UserError
from bplab.experiment.edits import set_field
from bplab.experiment.spec import Experiment
from bplab.training.build import check

MOST_UNITS = 64  # of a layer that is made larger


@dataclass(frozen=True)
class Single:
    """One change: its title, and settings as `--set` takes them."""

    title: str
    settings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fix:
    """An experiment that differs from the one diagnosed by one change or by two."""

    parts: tuple[Single, ...]
    spec: Experiment

    @property
    def title(self) -> str:
        """Its changes: "tanh + Xavier"."""
        return " + ".join(part.title for part in self.parts)

    @property
    def is_pair(self) -> bool:
        """Whether it is two changes."""
        return len(self.parts) > 1

    @property
    def changes(self) -> dict[str, str]:
        """All settings by name."""
        return {name: value for part in self.parts for name, value in part.settings}


def candidates(spec: Experiment, diagnosis: Diagnosis | str) -> tuple[Fix, ...]:
    """The changes to be tried for a diagnosis, or its id: the pairs, then the single ones; () for none.

    `spec` is that of the run, with the changes made so far. What it has already is left out.
    """
    made = dict[Experiment, Fix]()
    for fix in _each(spec, diagnosis):
        made.setdefault(fix.spec, fix)
    return tuple(made.values())


def is_fixable(spec: Experiment, diagnosis: Diagnosis | str) -> bool:
    """Whether there are any changes to be tried: found far sooner than which."""
    return any(True for _ in _each(spec, diagnosis))


def _each(spec: Experiment, diagnosis: Diagnosis | str) -> Iterator[Fix]:
    for parts in _parts(spec, diagnosis if isinstance(diagnosis, str) else diagnosis.id):
        if TARGETS in parts and spec.data.facts.kind != "regression":
            continue
        changed = _after(spec, parts)
        new = parts == (OTHER_SEED,) or all(_changes(spec, part) for part in parts)
        if changed is not None and new:
            yield Fix(parts, changed)


def _changes(spec: Experiment, part: Single) -> bool:
    """Whether one of several changes is one by itself; the experiment with it alone need not be possible."""
    try:
        return _with(spec, (part,)) != spec
    except UserError:
        return True


def _after(spec: Experiment, parts: Iterable[Single]) -> Experiment | None:
    """The experiment after some changes, if there is such a one."""
    try:
        changed = _with(spec, parts)
        check(changed)
    except UserError:
        return None
    return changed


def _with(spec: Experiment, parts: Iterable[Single]) -> Experiment:
    for part in parts:
        for name, value in part.settings:
            spec = set_field(spec, name, value)
    return spec


def _hidden(title: str, activation: str) -> Single:
    return Single(title, (("layers.*.activation", activation),))


def _init(title: str, name: str) -> Single:
    return Single(title, (("start", "{}"), ("layers.*.init", name), ("output.init", name)))


TANH, RELU, LEAKY = _hidden("tanh", "tanh"), _hidden("ReLU", "relu"), _hidden("leaky ReLU", "leaky_relu")
XAVIER, HE = _init("Xavier", "xavier_uniform"), _init("He", "he_normal")
NO_BIAS = Single("initial bias 0", (("start", "{}"), ("layers.*.bias", "0")))
ADAM = Single("Adam", (("optimizer", "adam"),))
SLOW_ADAM = Single("Adam at η 0.01", (("optimizer", "adam"), ("learning_rate", "0.01")))
MOMENTUM = Single("momentum", (("optimizer", "momentum"),))
CLIP = Single("clip gradient at 1", (("clip", "1"),))
NO_L2 = Single("no L2", (("regularization", "none"), ("regularization_rate", "0")))
L2, MORE_L2 = (
    Single(f"L2 {rate}", (("regularization", "l2"), ("regularization_rate", rate)))
    for rate in ("0.01", "0.1")
)
DROPOUT = Single("dropout 0.2", (("layers.*.dropout", "0.2"),))
INPUTS = Single("scale inputs", (("data.standardize", "true"),))
TARGETS = Single("scale targets", (("data.scale_targets", "true"),))
OTHER_SEED = Single("another seed", ())  # tells a local minimum from too small a network


def _rate(spec: Experiment, factor: float) -> Single:
    """Another learning rate; one that is 0 becomes a usual one."""
    if not spec.learning_rate:
        return Single(f"η {0.03 * factor:g}", (("learning_rate", f"{0.03 * factor:g}"),))
    title = f"η × {factor:g}" if factor > 1 else f"η ÷ {1 / factor:g}"
    return Single(title, (("learning_rate", f"{spec.learning_rate * factor:.6g}"),))


def _larger(spec: Experiment, layers: int) -> Single:
    """A network of so many hidden layers, at least 8 wide and twice as wide as this one."""
    units = max([8, *(min(2 * layer.units, MOST_UNITS) for layer in spec.layers)])
    hidden = "-".join([str(units)] * max(layers, 1))
    return Single(f"{hidden} neurons", (("hidden", hidden),))


def _smaller(spec: Experiment) -> Single:
    hidden = "-".join(str(max(layer.units // 4, 1)) for layer in spec.layers)
    return Single(f"{hidden} neurons", (("hidden", hidden),))


def _parts(spec: Experiment, name: str) -> Iterator[tuple[Single, ...]]:
    """What is tried for a diagnosis, pairs first."""
    faster, slower, depth = _rate(spec, 10), _rate(spec, 0.1), len(spec.layers)
    deep = ((TANH, XAVIER), (RELU, HE), (TANH,), (XAVIER,), (RELU,), (HE,))
    yield from {
        "vanishing": (*deep, (ADAM,), (faster,)),
        "near_zero": (*deep, (ADAM,), (faster,)),
        "exploding": (*deep, (CLIP,), (slower,)),
        "saturated": (*deep, (INPUTS,), (NO_BIAS,), (slower,)),
        "identical": ((TANH, XAVIER), (RELU, HE), (XAVIER,), (HE,)),
        "dead_relu": (
            (LEAKY, slower), (HE, slower), (TANH, XAVIER), (NO_BIAS,), (LEAKY,), (TANH,), (HE,), (slower,),
            (ADAM,),
        ),
        "scale": ((INPUTS, TARGETS), (INPUTS, slower), (INPUTS,), (TARGETS,), (slower,), (SLOW_ADAM,)),
        "rate_too_large": (
            (slower, CLIP), (slower,), (_rate(spec, 0.01),), (SLOW_ADAM,), (CLIP,), (NO_L2,)
        ),
        "rate_too_small": (
            (faster, MOMENTUM), (faster,), (_rate(spec, 100),), (_rate(spec, 1000),), (MOMENTUM,),
            (SLOW_ADAM,),
        ),
        "stuck": (
            (_larger(spec, depth), SLOW_ADAM), (_larger(spec, depth + 1), SLOW_ADAM), (_larger(spec, depth),),
            (_larger(spec, depth + 1),), (OTHER_SEED,), (SLOW_ADAM,), (TANH,), (faster,), (NO_L2,),
        ),
        "overfitting": (
            (DROPOUT, L2), (_smaller(spec), L2), (L2,), (MORE_L2,), (DROPOUT,), (_smaller(spec),)
        ),
    }.get(name, ())  # fmt: skip
