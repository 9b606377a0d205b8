"""The smaller network that computes the same as one with equal neurons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bplab.arrays import Array
from bplab.data.prepare import Prepared
from bplab.diagnosis.equal_neurons import EqualNeurons, Pairs, equal_weights
from bplab.errors import UserError
from bplab.experiment.edits import with_layers
from bplab.experiment.parameters import Parameter, parse_block
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment
from bplab.nn.step import join
from bplab.training.forward import outputs_of
from bplab.training.kernel.layout import ParameterLayout

MOST = 50_000  # parameters, each of which becomes an initial weight with a name


@dataclass(frozen=True, eq=False)
class Merged:
    """A network whose equal neurons are merged: one is kept, with the sum of their outgoing weights.

    Shapes: (W (fan_in, units), b (units,)) per layer.
    """

    spec: Experiment  # of a new run that begins with these weights
    weights: tuple[tuple[Array, Array], ...]
    equal: tuple[EqualNeurons, ...]  # of the hidden layers before
    parameters: tuple[int, int]  # how many there were, and are
    apart: float  # the largest difference between the outputs for any example of the data


def merged(spec: Experiment, weights: Pairs, prepared: Prepared) -> Merged:
    """Merge all neurons of a run's network that have equal incoming weights and biases.

    Takes spec, weights and data as in a `Snapshot`. The merged network is the start of a new run, so that an
    optimizer's memory is dropped. Frozen weights stay so where their sums are of frozen ones only.
    Raises: UserError if no neurons are equal, layers have groups, or there are too many parameters.
    """
    equal = equal_weights(weights)
    if not any(layer.has_equal for layer in equal):
        raise UserError("No two neurons of a hidden layer have equal weights, so there are none to merge.")
    if spec.output.groups or any(layer.groups for layer in spec.layers):
        raise UserError("Neurons of layers with groups of connections cannot be merged.")
    small = _summed(weights, equal)
    count = sum(W.size + b.size for W, b in small)
    if count > MOST:
        raise UserError(
            f"Networks of up to {MOST:,} parameters can be merged; this one would have {count:,}."
        )
    layers = (replace(layer, units=group.different) for layer, group in zip(spec.layers, equal, strict=True))
    found = with_layers(spec, layers).but(start=_named(small), frozen=_frozen(spec, equal))
    before = sum(W.size + b.size for W, b in weights)
    return Merged(found, small, equal, (before, count), _apart(prepared, (spec, found), (weights, small)))


def _summed(weights: Pairs, equal: Sequence[EqualNeurons]) -> tuple[tuple[Array, Array], ...]:
    """Keep the first neuron of each group, with the sum of the group's outgoing weights."""
    small = [(np.array(W), np.array(b)) for W, b in weights]
    for layer in equal:
        (W, b), (V, c) = small[layer.layer : layer.layer + 2]
        first = [group[0] for group in layer.groups]
        added = [V[list(group)].sum(axis=0) for group in layer.groups]
        small[layer.layer] = W[:, first], b[first]
        small[layer.layer + 1] = np.concatenate([added, V[layer.count :]]), c  # the rest: a skip link
    return tuple(small)


def _frozen(spec: Experiment, equal: Sequence[EqualNeurons]) -> tuple[str, ...]:
    """Name what is frozen after merging: whole blocks, and single parameters in which none is free."""
    layout = ParameterLayout(shape_of(spec))
    mask = layout.frozen(spec.frozen)
    if mask is None:
        return ()
    blocks = tuple(name for name in spec.frozen if parse_block(name))
    free = _named(_summed(layout.weights((~mask).astype(np.float64)), equal))
    single = (name for name, count in free.items() if not count and name.partition("[")[0] not in blocks)
    return (*blocks, *single)


def _named(weights: Pairs) -> dict[str, float]:
    """All parameters by name."""
    found = dict[str, float]()
    for layer, (W, b) in enumerate(weights):
        for (source, unit), value in np.ndenumerate(W):
            found[Parameter(layer, source, unit).name] = float(value)
        for unit, value in enumerate(b.tolist()):
            found[Parameter(layer, None, unit).name] = value
    return found


def _apart(prepared: Prepared, specs: tuple[Experiment, ...], networks: tuple[Pairs, ...]) -> float:
    """Compare the outputs of both networks for all examples, in the data's own units."""
    found = list[Array]()
    for spec, weights in zip(specs, networks, strict=True):
        layout, flat = ParameterLayout(shape_of(spec)), join(weights)
        found.append(prepared.outputs_of(outputs_of(layout, spec.skip, flat, prepared.X)[1]).copy())
    return float(np.abs(found[0] - found[1]).max())
