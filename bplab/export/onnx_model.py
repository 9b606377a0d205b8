"""The trained network as an ONNX model in single precision: from raw inputs to outputs."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import bplab
from bplab.errors import UserError
from bplab.export.source import Source, missing
from bplab.export.written import check_lines
from bplab.training.kernel.layout import group_mask

MOST = float(np.finfo(np.float32).max)
OPSET, IR_VERSION = 17, 8  # which programs of the last years understand

# operators with their attributes, one after the other
SIMPLE: dict[str, tuple[str, dict[str, Any]]] = {
    "identity": ("Identity", {}),
    "sigmoid": ("Sigmoid", {}),
    "tanh": ("Tanh", {}),
    "relu": ("Relu", {}),
    "leaky_relu": ("LeakyRelu", {"alpha": 0.01}),
    "elu": ("Elu", {"alpha": 1.0}),
    "selu": ("Selu", {"alpha": 1.6732632423543772, "gamma": 1.0507009873554805}),
    "softplus": ("Softplus", {}),
    "softsign": ("Softsign", {}),
    "softmax": ("Softmax", {"axis": 1}),
}
OPERATORS = {*SIMPLE, "swish", "lecun_tanh", "gelu"}  # the last ones of several operators


def onnx_model(source: Source) -> bytes:
    """The model: input x (n, raw inputs), output y (n, outputs) in the data's own units.

    Raises: UserError if the package onnx is not installed, an activation has no operator, or single
    precision cannot hold the values.
    """
    check_lines(source.spec, "ONNX", {"activation": OPERATORS})
    _check_range(source)
    try:
        import onnx  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing("onnx") from None
    graph = _Graph(onnx.helper, onnx.numpy_helper)
    last = _layers(graph, source, _inputs(graph, source))
    prepared, number = source.build.prepared, onnx.TensorProto.FLOAT
    if prepared.target_scaler is not None:
        last = graph.add("Mul", last, graph.constant(prepared.target_scaler.scale))
        last = graph.add("Add", last, graph.constant(prepared.target_scaler.mean))
    graph.nodes.append(onnx.helper.make_node("Identity", [last], ["y"]))
    sides = ["n", len(prepared.dataset.input_names)], ["n", source.build.shape.sizes[-1]]
    model = onnx.helper.make_model(
        onnx.helper.make_graph(
            graph.nodes,
            ascii(source.name)[1:-1],
            [onnx.helper.make_tensor_value_info("x", number, sides[0])],
            [onnx.helper.make_tensor_value_info("y", number, sides[1])],
            graph.constants,
        ),
        opset_imports=[onnx.helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="Backprop Lab",
        producer_version=bplab.__version__,
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _check_range(source: Source) -> None:
    """Weights, or values that they lead to, may be beyond what single precision can hold."""
    values = [source.now.parameters, *source.next.z, *source.next.a]
    largest = max(float(np.abs(each).max()) for each in values)
    if not largest <= MOST:  # nor is NaN
        reach = f"{largest:.2g}" if np.isfinite(largest) else "infinity"
        raise UserError(
            f"Numbers in this network reach {reach}, but an ONNX model holds at most {MOST:.2g}. Export "
            "it as a PyTorch or NumPy script, or go back to an earlier step."
        )


class _Graph:
    """Operators and constants, with names that are made one after the other."""

    def __init__(self, helper: Any, numpy_helper: Any) -> None:
        self._helper, self._numpy_helper = helper, numpy_helper
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Apply an operator; the name of its output."""
        name = f"{operator.lower()}_{len(self.nodes) + 1}"
        self.nodes.append(self._helper.make_node(operator, inputs, [name], **attributes))
        return name

    def constant(self, values: NDArray[Any] | float) -> str:
        """The name of a constant."""
        name = f"constant_{len(self.constants) + 1}"
        array = np.asarray(values, np.float32) if not _is_whole(values) else np.asarray(values, np.int64)
        self.constants.append(self._numpy_helper.from_array(array, name))
        return name


def _is_whole(values: Any) -> bool:
    return isinstance(values, np.ndarray) and values.dtype.kind == "i"


def _inputs(graph: _Graph, source: Source) -> str:
    """What the first layer receives: features of a point, or the inputs, scaled if the network's are."""
    prepared, x = source.build.prepared, "x"
    if prepared.features:
        first, second = (
            graph.add("Gather", "x", graph.constant(np.array([side])), axis=1) for side in (0, 1)
        )
        x = _joined(graph, [_feature(graph, name, first, second) for name in prepared.features])
    if prepared.scaler is not None:
        x = graph.add("Sub", x, graph.constant(prepared.scaler.mean))
        x = graph.add("Div", x, graph.constant(prepared.scaler.scale))
    return x


def _feature(graph: _Graph, name: str, x: str, y: str) -> str:
    of = x if name in {"x", "x_squared", "sin_x"} else y
    if name == "xy":
        return graph.add("Mul", x, y)
    if name.endswith("squared"):
        return graph.add("Mul", of, of)
    return graph.add("Sin", of) if name.startswith("sin") else of


def _joined(graph: _Graph, columns: Sequence[str]) -> str:
    return columns[0] if len(columns) == 1 else graph.add("Concat", *columns, axis=1)


def _layers(graph: _Graph, source: Source, x: str) -> str:
    layers, passed_on = source.build.shape.layers, x
    pairs = source.build.layout.weights(source.now.parameters)
    for number, (layer, (W, b)) in enumerate(zip(layers, pairs, strict=True), 1):
        if source.spec.skip and number == len(layers) > 1:
            passed_on = _joined(graph, [passed_on, x])
        connected = np.where(group_mask(layer.groups), W, 0) if layer.groups else W
        product = graph.add("MatMul", passed_on, graph.constant(connected))
        passed_on = _activated(graph, layer.activation, graph.add("Add", product, graph.constant(b)))
    return passed_on


def _activated(graph: _Graph, name: str, z: str) -> str:
    if name in SIMPLE:
        operator, attributes = SIMPLE[name]
        return graph.add(operator, z, **attributes)
    if name == "swish":
        return graph.add("Mul", z, graph.add("Sigmoid", z))
    if name == "lecun_tanh":
        bend = graph.add("Tanh", graph.add("Mul", z, graph.constant(2 / 3)))
        return graph.add("Mul", bend, graph.constant(1.7159))
    return _gelu(graph, z)


def _gelu(graph: _Graph, z: str) -> str:
    """GELU in its tanh approximation, which older operator sets do not have.

    Formula: a = 0.5 z (1 + tanh(sqrt(2 / pi) (z + 0.044715 z^3)))
    """
    cube = graph.add("Mul", graph.add("Mul", z, z), graph.add("Mul", z, graph.constant(0.044715)))
    bend = graph.add("Mul", graph.add("Add", z, cube), graph.constant(np.sqrt(2 / np.pi)))
    grown = graph.add("Add", graph.add("Tanh", bend), graph.constant(1.0))
    return graph.add("Mul", graph.add("Mul", z, grown), graph.constant(0.5))
