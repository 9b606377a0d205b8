"""A PyTorch script of a network: it trains on as the lab does and checks its numbers against the lab's."""

from collections.abc import Iterator

import numpy as np

import bplab
from bplab.experiment.spec import Experiment
from bplab.export import torch_code as code
from bplab.export import torch_templates as templates
from bplab.export.horizon import Horizon, horizon_of
from bplab.export.literals import Numbers
from bplab.export.source import Source
from bplab.export.written import check_lines
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.training.kernel.layout import group_mask


def torch_script(source: Source) -> str:
    """The text of the script.

    Raises: UserError if the run diverges, or uses something that has no lines.
    """
    source.check_next()
    check_lines(source.spec, "PyTorch", code.TABLES)
    found, numbers = horizon_of(source), Numbers()
    body = "".join([
        _data(source, numbers), *_batches(source), *_masks(source), *_network(source, numbers),
        *_optimizer(source, numbers), *_rules(source, numbers), _expected(found, numbers),
        _tail(source, found),
    ])  # fmt: skip
    build, now = source.build, source.now
    head = templates.HEAD.format(
        step=now.step, version=bplab.__version__, steps=len(found.losses), note=found.note,
        name=ascii(source.name)[1:-1], dtype=source.spec.dtype, imports=numbers.imports,
        reader=numbers.reader, steps_per_epoch=build.batches.steps_per_epoch,
    )  # fmt: skip
    return head + body + numbers.tail


def _data(source: Source, numbers: Numbers) -> str:
    train = source.build.prepared.split.train
    lines = [f"\n# {source.data_note}\n"]
    lines += [f"X = tensor({numbers.expression('X', source.build.prepared.X[train])})\n"]
    lines += [f"T = tensor({numbers.expression('T', source.build.targets[train])})\n"]
    return "".join(lines)


def _batches(source: Source) -> Iterator[str]:
    batches, spec = source.build.batches, source.spec
    yield "\n\ndef order(epoch):\n"
    if batches.shuffled:
        yield '    """The order of the examples in an epoch, shuffled as in the lab."""\n'
        yield f"    seed = np.random.SeedSequence({spec.seed}, spawn_key=(3, epoch))\n"
        yield f"    return np.random.default_rng(seed).permutation({batches.count})\n"
    else:
        yield '    """The order of the examples in an epoch: always the same."""\n'
        yield f"    return np.arange({batches.count})\n"
    yield '\n\ndef batch(step):\n    """The rows of the batch of a step."""\n'
    yield "    epoch, place = divmod(step, STEPS_PER_EPOCH)\n"
    size = batches.size
    if batches.last == "carry" and batches.left_over:
        full = batches.count - batches.left_over
        yield f"    rows = order(epoch)[:{full}]\n    if epoch:  # begins with what was left over before\n"
        yield f"        rows = np.concatenate([order(epoch - 1)[{full}:], rows])\n"
        yield f"        first = place * {size} + {batches.left_over} * (place > 0)\n"
        yield f"        return rows[first : (place + 1) * {size} + {batches.left_over}]\n"
        yield f"    return rows[place * {size} : (place + 1) * {size}]\n"
    else:
        yield f"    return order(epoch)[place * {size} : (place + 1) * {size}]\n"


def _masks(source: Source) -> Iterator[str]:
    layers = source.spec.layers
    if not _drops(source.spec):
        return
    units = [layer.units for layer in layers]
    yield "\n\ndef dropout_masks(step):\n"
    yield '    """The factors of dropout of each hidden layer, drawn as in the lab."""\n'
    yield "    epoch, place = divmod(step, STEPS_PER_EPOCH)\n"
    yield f"    seed = np.random.SeedSequence({source.spec.seed}, spawn_key=(4, epoch))\n"
    yield "    random = np.random.default_rng(seed)\n"
    yield "    for earlier in range(step - place, step):\n"
    yield f"        random.random(({sum(units)}, len(batch(earlier))))\n"
    ends = np.cumsum(units)[:-1].tolist()
    yield f"    drawn = np.split(random.random(({sum(units)}, len(batch(step)))), {ends})\n"
    yield f"    rates = {[layer.dropout for layer in layers]}\n"
    yield "    return [tensor((each.T >= p) / (1 - p)) for each, p in zip(drawn, rates)]\n"


def _network(source: Source, numbers: Numbers) -> Iterator[str]:
    shape, spec, last = source.build.shape, source.spec, len(source.build.shape.layers)
    yield "\n\n# The parameters: rows of W are inputs, columns are neurons\n"
    yield numbers.mapping("PARAMETERS", source.layers(source.now.parameters))
    masked = {
        f"W{number}": group_mask(each.groups) for number, each in enumerate(shape.layers, 1) if each.groups
    }
    if masked:
        yield numbers.mapping("CONNECTED", masked)
    yield templates.NETWORK.format(sizes=list(zip(shape.fan_in, shape.sizes[1:], strict=True)))
    yield f"    def forward(self, x{', masks' if _drops(spec) else ''}):\n"
    yield '        """The weighted sums z of the output layer."""\n        a = x\n'
    for number, layer in enumerate(shape.layers, 1):
        if spec.skip and number == last > 1:
            yield "        a = torch.cat([a, x], dim=1)\n"
        call = f"self.layers[{number - 1}]"
        mask = f"tensor(CONNECTED['W{number}'].T)"
        z = f"F.linear(a, {call}.weight * {mask}, {call}.bias)" if layer.groups else f"{call}(a)"
        if number == last:
            yield f"        return {z}\n"
            return
        yield f"        a = {code.ACTIVATIONS[layer.activation].format(z=z)}\n"
        if spec.layers[number - 1].dropout:
            yield f"        a = a * masks[{number - 1}]\n"


def _optimizer(source: Source, numbers: Numbers) -> Iterator[str]:
    spec, now = source.spec, source.now
    name = "sgd" if spec.optimizer in ("momentum", "nesterov") and not spec.momentum else spec.optimizer
    call, names = code.OPTIMIZERS[name]
    yield "\n\n# What the optimizer has accumulated\n" if names else ""
    for slot, its_name in names.items():
        yield numbers.mapping(its_name.upper(), source.layers(now.slots[slot]))
    factors = {"rate": repr(spec.learning_rate), "factor": repr(spec.schedule_factor)}
    rate = code.SCHEDULES[spec.schedule].format(**factors, epochs=repr(spec.schedule_epochs))
    yield f'\n\ndef rate(step):\n    """The learning rate of a step."""\n    return {rate}\n'
    if "weight_decay" in OPTIMIZERS[name].uses:
        yield templates.DECAYED.format(decay=repr(spec.weight_decay))
    values = {name: repr(getattr(spec, name)) for name in ("momentum", "alpha", "beta1", "beta2")}
    yield '\n\ndef make_optimizer(net):\n    """The optimizer in the state of the lab\'s."""\n'
    yield f"    optimizer = torch.optim.{call.format(**values)}\n"
    if names:
        yield "    for number, layer in enumerate(net.layers, 1):\n"
        steps = "" if name in ("momentum", "nesterov") else '"step": torch.tensor(float(STEP)), '
        for part, key in (("weight", 'f"W{number}"'), ("bias", 'f"b{number}"')):
            kept = ", ".join(f'"{each}": tensor({each.upper()}[{key}].T)' for each in names.values())
            yield f"        optimizer.state[layer.{part}] = {{{steps}{kept}}}\n"
    yield "    return optimizer\n"


def _rules(source: Source, numbers: Numbers) -> Iterator[str]:
    spec = source.spec
    y = code.ACTIVATIONS[spec.output.activation].format(z="z")
    yield "\n\ndef loss_of(z, t):\n"
    yield '    """The loss of each example; z are the weighted sums of the outputs."""\n'
    if LOSSES[spec.loss].delta is None:
        yield f"    y = {y}\n"
    yield f"    return {code.LOSSES[spec.loss]}\n"
    if PENALTIES[spec.regularization].prunes:
        yield "\n\n" + numbers.mapping("DEAD", {
            name: array for name, array in source.layers(source.now.dead).items() if name[0] == "W"
        })  # fmt: skip
        yield templates.PRUNE.format(pull=repr(spec.regularization_rate))
    if source.frozen is not None:
        yield "\n\n" + numbers.mapping("FROZEN", source.layers(source.frozen))
        yield templates.FREEZE


def _expected(found: Horizon, numbers: Numbers) -> str:
    lines = "\n\n# The lab's numbers: the loss of each batch, and all parameters at the end\n"
    lines += numbers.assignment("LAB_LOSSES", np.array(found.losses))
    return lines + numbers.assignment("LAB_PARAMETERS", found.parameters)


def _tail(source: Source, found: Horizon) -> str:
    spec = source.spec
    penalty = code.PENALTIES.get(spec.regularization, "").format(rate=repr(spec.regularization_rate))
    between = (
        f"        torch.nn.utils.clip_grad_norm_(net.parameters(), {spec.clip!r})\n" if spec.clip else ""
    )
    after = ""
    if PENALTIES[spec.regularization].prunes:
        after += "        prune(net, before, rate(step))\n"
    if source.frozen is not None:
        after += "        freeze(net, before)\n"
    if after:
        between += "        before = [each.detach().clone() for each in net.parameters()]\n"
    return templates.TAIL.format(
        call="net(x, dropout_masks(step))" if _drops(spec) else "net(x)", reduction=spec.reduction,
        objective=f"value + {penalty}" if penalty else "value", between=between, after=after,
        tolerance=found.tolerance,
    )  # fmt: skip


def _drops(spec: Experiment) -> bool:
    return any(layer.dropout for layer in spec.layers)
