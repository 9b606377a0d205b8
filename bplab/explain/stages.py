"""The stages of one step, in the order in which it is computed, and one sentence for each."""

from dataclasses import dataclass
from typing import Literal

from bplab.experiment.shape import Shape
from bplab.explain.loss import loss_sentence
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.numerals import fixed
from bplab.training.build import Build
from bplab.training.step import BatchTrace, StepInput

Stage = Literal["forward", "loss", "backward", "update"]
STAGES: tuple[Stage, ...] = ("forward", "loss", "backward", "update")


@dataclass(frozen=True)
class Stop:
    """A place within a step: what is computed there, and in which layer.

    Units: layer counts from 1; 0 is the inputs, and at the update all layers.
    """

    stage: Stage
    layer: int

    @property
    def has_loss(self) -> bool:
        """Whether the loss is computed by now."""
        return self.stage != "forward"

    def has_outputs(self, layer: int) -> bool:
        """Whether z and a of a layer are computed by now."""
        return self.has_loss or layer <= self.layer

    def has_delta(self, layer: int) -> bool:
        """Whether δ of a layer is computed by now."""
        return self.stage == "update" or (self.stage == "backward" and layer >= self.layer)

    def has_gradient(self, layer: int) -> bool:
        """Whether ∂ℓ/∂w of a layer is computed by now: once its stop is left."""
        return self.stage == "update" or (self.stage == "backward" and layer > self.layer)

    def is_at(self, layer: int) -> bool:
        """Whether a layer is what is computed now."""
        return self.stage != "update" and layer == self.layer


def stops_of(layers: int) -> tuple[Stop, ...]:
    """List the stops of a step of a network with so many layers: there, the loss, back, and the update."""
    there = [Stop("forward", layer) for layer in range(layers + 1)]
    back = [Stop("backward", layer) for layer in range(layers, 0, -1)]
    return (*there, Stop("loss", layers), *back, Stop("update", 0))


def layer_of(shape: Shape, stop: Stop) -> str:
    """Name the layer of a stop: Input, Hidden 1, ..., Output."""
    return shape.layer_title(stop.layer - 1) if stop.layer else "Input"


def sentence(stop: Stop, trace: BatchTrace, example: int | None) -> str:
    """Say what a stop computes, with numbers of the run.

    Units: example counts from 0 within the batch; None is the mean of all.
    """
    build = trace.start.build
    if stop.stage == "update":
        return _update(build.shape.parameters)
    if stop.stage == "loss":
        return loss_sentence(trace, example)
    if not stop.layer:
        return _enter(trace.start)
    title = layer_of(build.shape, stop)
    if stop.stage == "forward":
        return f"{title}: {_forward(trace.start, stop.layer - 1)}; kept for the way back"
    return f"{title}: {_backward(trace, stop.layer - 1)}"


def own_sentence(stop: Stop, trace: BatchTrace, point: tuple[float, ...]) -> str:
    """Say what a stop computes of a point without a target: forward only, then the batch goes on alone."""
    build = trace.start.build
    if stop.stage == "forward" and not stop.layer:
        return f"{own_title(trace, point)} enters beside the batch: forward only, it has no target"
    if stop.stage == "forward":
        forward = _forward(trace.start, stop.layer - 1, drops=False)
        return f"{layer_of(build.shape, stop)}: {forward}, of my point; it has no target"
    told = sentence(stop, trace, None)
    if stop.stage == "loss":
        return f"My point has no target, so no loss; {told[0].lower()}{told[1:]}"
    return f"Without my point, which has no target: {told}"


def own_title(trace: BatchTrace, point: tuple[float, ...]) -> str:
    """Name a point by its coordinates."""
    names = trace.start.build.prepared.dataset.input_names
    places = (f"{name} {fixed(value)}" for name, value in zip(names, point, strict=True))
    return f"My point ({', '.join(places)})"


def batch_name(start: StepInput) -> str:
    """Name a step's batch by its place in the epoch."""
    count = start.build.batches.steps_per_epoch
    return f"batch {start.step % count + 1:,} of {count:,}"


def whereabouts(start: StepInput) -> str:
    """Name a step, counted from 1, and its batch."""
    count = len(start.batch)
    alone = start.build.batches.steps_per_epoch == 1
    examples = "1 example" if count == 1 else f"{count:,} examples"
    batch = f"batch of {count:,}" if alone else f"{batch_name(start)}, {examples}"
    return f"step {start.step + 1:,} · {batch}"


def _enter(start: StepInput) -> str:
    count = len(start.batch)
    enter = "1 example enters" if count == 1 else f"{count:,} examples enter"
    return f"{batch_name(start).capitalize()} of epoch {start.epoch + 1:,}: {enter}"


def _forward(start: StepInput, layer: int, *, drops: bool = True) -> str:
    build = start.build
    activation = build.shape.layers[layer].activation
    direct = " and the network's inputs" if _is_linked(build, layer) else ""
    z = f"z = weighted inputs{direct} + bias"
    silenced = ", or 0 where dropout silences it" if drops and _drops(start, layer) else ""
    return f"{z}, a = {_function(activation)} z{silenced}"


def _function(name: str) -> str:
    """Name an activation within a formula: tanh, ReLU."""
    title = ACTIVATIONS[name].title.partition(" /")[0]
    return title if sum(map(str.isupper, title)) > 1 else title.lower()


def _drops(start: StepInput, layer: int) -> bool:
    return layer < len(start.masks) and start.masks[layer] is not None


def _is_linked(build: Build, layer: int) -> bool:
    """Whether a skip link brings the network's inputs to a layer."""
    return build.shape.fan_in[layer] > build.shape.sizes[layer]


def _backward(trace: BatchTrace, layer: int) -> str:
    spec, layers = trace.start.spec, trace.start.build.shape.layers
    if layer < len(layers) - 1:
        silenced = ", 0 where silenced" if _drops(trace.start, layer) else ""
        return f"its share of the error, by the chain rule: δ = (sum of w δ) · f′(z){silenced}"
    if LOSSES[spec.loss].delta:
        return "the error, by the chain rule through loss and output together: δ = output − target"
    if ACTIVATIONS[layers[layer].activation].mixing:
        return "the error, by the chain rule through all softmax outputs: δ = sum of ∂ℓ/∂a · ∂a/∂z"
    return "the error, by the chain rule: δ = (slope of the loss) · f′(z)"


def _update(parameters: int) -> str:
    return (
        f"All {parameters:,} gradients from 1 forward and 1 backward pass; "
        f"by differences it takes {2 * parameters:,} forward passes"
    )
