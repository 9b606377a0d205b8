"""A NumPy script that makes the next training step of a network, and checks it against the lab's numbers."""

import re
from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

import bplab
from bplab.export import numpy_code as code
from bplab.export.literals import Numbers
from bplab.export.source import Source, named_layers
from bplab.export.written import check_lines
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.training.kernel.layout import group_mask

HEAD = '''"""One step of backpropagation in NumPy: forward, loss, backward and update.

Written by Backprop Lab {version}. Below are a network after {step:,} steps and its training examples. The
script makes the next step on the same batch as the lab and checks that every number equals the lab's.
Rows of W are inputs, columns are neurons; rows of z, a and delta are examples.
"""

{imports}import numpy as np
{reader}
# {name}
'''

CHECK = '''
# The lab's numbers for this step
{expected}

def check(name, mine, lab, largest):
    """Compare with the lab; a difference is relative to the largest number of its kind."""
    difference = np.abs(mine - lab).max() / largest
    print(f"{{name:8}} largest relative difference {{difference:.1e}}")
    assert difference < {tolerance}, f"{{name}} does not equal the lab's"


def largest(arrays):
    """The largest size of a number, or 1 if all are 0."""
    return max(np.abs(array).max() for array in arrays.values()) or 1.0


print(f"Step {next:,}: loss {{loss:.6g}}")
check("loss", loss, LAB_LOSS, abs(LAB_LOSS) or 1.0)
for name in parameters:
    check("d" + name, gradients[name], LAB_GRADIENTS[name], largest(LAB_GRADIENTS))
    check("new " + name, new[name], LAB_NEW[name], largest(LAB_NEW))
print("Every number equals the lab's.")
'''
TOLERANCE = {"float64": "1e-9", "float32": "1e-3"}  # of sums in another order


def numpy_script(source: Source) -> str:
    """The text of the script.

    Raises: UserError if the run has diverged, or uses something that has no lines.
    """
    source.check_next()
    check_lines(source.spec, "NumPy", code.TABLES)
    numbers = Numbers()
    body = "".join([
        _data(source, numbers), *_forward(source, numbers), *_loss(source), *_backward(source, numbers),
        *_update(source, numbers), _check(source, numbers),
    ])  # fmt: skip
    head = HEAD.format(
        version=bplab.__version__, step=source.now.step, name=ascii(source.name)[1:-1],
        imports=numbers.imports, reader=numbers.reader,
    )  # fmt: skip
    return head + body + numbers.tail


def _data(source: Source, numbers: Numbers) -> str:
    build, dtype = source.build, source.spec.dtype
    train = build.prepared.split.train
    lines = [f"\n# The network after step {source.now.step:,}\n"]
    lines += [numbers.assignment(name, array) for name, array in source.layers(source.now.parameters).items()]
    lines += [f"\n# {source.data_note}\n"]
    lines += [numbers.assignment("X", build.prepared.X[train].astype(dtype))]
    lines += [numbers.assignment("T", build.targets[train].astype(dtype))]
    lines += ["\n# The batch of this step\n", numbers.assignment("batch", source.batch)]
    lines += ["x, t = X[batch], T[batch]\nn = len(x)\n"]
    return "".join(lines)


def _forward(source: Source, numbers: Numbers) -> Iterator[str]:
    yield "\n# 1 Forward: each layer keeps its weighted sum z and its output a\n"
    masks = source.next.start.masks
    for number, layer in enumerate(source.build.shape.layers, 1):
        yield f"z{number} = {_input(source, number)} @ W{number} + b{number}\n"
        title = ACTIVATIONS[layer.activation].title
        yield f"a{number} = {_of(code.ACTIVATIONS[layer.activation][0], number)}  # {title}\n"
        mask = masks[number - 1] if number <= len(masks) else None
        if mask is not None:
            yield numbers.assignment(f"dropout{number}", mask.astype(source.spec.dtype))
            yield f"kept{number} = a{number} * dropout{number}\n"


def _loss(source: Source) -> Iterator[str]:
    spec, last = source.spec, len(source.build.shape.layers)
    yield f"\n# 2 Loss of each example, and their {spec.reduction}\ny, z = a{last}, z{last}\n"
    yield f"losses = {code.LOSSES[spec.loss][0]}\nloss = losses.{spec.reduction}()\n"


def _backward(source: Source, numbers: Numbers) -> Iterator[str]:
    spec, layers = source.spec, source.build.shape.layers
    last, share = len(layers), " / n" if spec.reduction == "mean" else ""
    yield "\n# 3 Backward: delta = dl/dz of each example, from the last layer to the first\n"
    yield from _output_delta(source)
    for number in range(last, 0, -1):
        yield f"dW{number} = {_input(source, number)}.T @ delta{number}{share}\n"
        if layers[number - 1].groups:
            mask = numbers.expression(f"connected{number}", group_mask(layers[number - 1].groups))
            yield f"dW{number} = np.where({mask}, dW{number}, 0)  # the others are not connected\n"
        yield f"db{number} = delta{number}.sum(axis=0){share}\n"
        if number == 1:
            return
        below = number - 1
        rows = f"[: len(b{below})]" if spec.skip and number == last else ""
        dropped = f" * dropout{below}" if _drops(source, below) else ""
        slope = _of(code.ACTIVATIONS[layers[below - 1].activation][1], below)
        yield f"delta{below} = delta{number} @ W{number}{rows}.T{dropped} * ({slope})\n"


def _output_delta(source: Source) -> Iterator[str]:
    layers, loss = source.build.shape.layers, LOSSES[source.spec.loss]
    last, activation = len(layers), layers[-1].activation
    if loss.delta is not None:
        yield f"delta{last} = y - t  # the slope of the loss times f'(z)\n"
        return
    yield f"dl_dy = {code.LOSSES[loss.name][1]}\n"
    if activation == "softmax":
        yield f"delta{last} = y * (dl_dy - (dl_dy * y).sum(axis=1, keepdims=True))\n"
    else:
        yield f"delta{last} = dl_dy * ({_of(code.ACTIVATIONS[activation][1], last)})\n"


def _update(source: Source, numbers: Numbers) -> Iterator[str]:
    spec, names = source.spec, list(source.layers(source.now.parameters))
    yield "\n# 4 Update of all weights and biases\n"
    yield f"eta = {source.next.start.learning_rate!r}\n"
    if "{beta1}" in "".join(code.OPTIMIZERS[spec.optimizer]):
        yield f"step = {source.now.step + 1}\n"
    yield "parameters = {" + ", ".join(f'"{name}": {name}' for name in names) + "}\n"
    yield "gradients = {" + ", ".join(f'"{name}": d{name}' for name in names) + "}\n"
    yield "used = dict(gradients)\n"
    if spec.regularization in code.PENALTIES:
        term = code.PENALTIES[spec.regularization].format(rate=repr(spec.regularization_rate))
        yield f"for name, w in parameters.items():  # {PENALTIES[spec.regularization].title} penalty\n"
        yield f'    if name[0] == "W":\n        used[name] = used[name] + {term}\n'
    if spec.clip:
        yield "norm = np.sqrt(sum((g**2).sum() for g in used.values()))\n"
        yield f"used = {{name: g * min(1.0, {spec.clip!r} / (norm + 1e-6)) for name, g in used.items()}}\n"
    yield from _optimizer(source, numbers)


def _optimizer(source: Source, numbers: Numbers) -> Iterator[str]:
    spec = source.spec
    row, prunes = OPTIMIZERS[spec.optimizer], PENALTIES[spec.regularization].prunes
    memory: dict[str, NDArray[Any]] = {name: source.now.slots[name] for name in row.slots}
    if prunes:
        memory["dead"] = source.now.dead
    if source.frozen is not None:
        memory["frozen"] = source.frozen
    for name, flat in memory.items():
        yield numbers.mapping(name.upper(), source.layers(flat))
    yield f"new = {{}}\nfor name, w in parameters.items():  # {row.title}\n    g = used[name]\n"
    yield from (f"    {name} = {name.upper()}[name]\n" for name in memory)
    if "weight_decay" in row.uses:
        yield f'    if name[0] == "W":\n        w = w * (1 - eta * {spec.weight_decay!r})\n'
    values = {name: repr(getattr(spec, name)) for name in ("momentum", "alpha", "beta1", "beta2")}
    yield from (f"    {line.format(**values)}\n" for line in code.OPTIMIZERS[spec.optimizer])
    if prunes:
        yield code.PRUNING.format(rate=repr(spec.regularization_rate))
    kept = "new_w" if source.frozen is None else "np.where(frozen, parameters[name], new_w)"
    yield f"    new[name] = {kept}\n"


def _check(source: Source, numbers: Numbers) -> str:
    step = source.next
    expected = f"LAB_LOSS = {step.loss!r}\n"
    for title, pairs in (("LAB_GRADIENTS", step.gradients), ("LAB_NEW", step.parameters)):
        expected += numbers.mapping(title, named_layers(pairs))
    return CHECK.format(expected=expected, tolerance=TOLERANCE[source.spec.dtype], next=source.now.step + 1)


def _input(source: Source, number: int) -> str:
    """What a layer receives."""
    before = "x" if number == 1 else f"kept{number - 1}" if _drops(source, number - 1) else f"a{number - 1}"
    has_skip = source.spec.skip and number == len(source.build.shape.layers) > 1
    return f"np.hstack([{before}, x])" if has_skip else before


def _drops(source: Source, number: int) -> bool:
    masks = source.next.start.masks
    return number <= len(masks) and masks[number - 1] is not None


def _of(expression: str, number: int) -> str:
    """An expression of z and a, of a layer's z and a."""
    return re.sub(r"\b[za]\b", lambda found: f"{found.group()}{number}", expression)
