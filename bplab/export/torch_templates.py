"""The parts of a generated PyTorch script that are the same for all networks."""

HEAD = '''"""A network in PyTorch that trains on from step {step:,} of Backprop Lab, with the same batches.

Written by Backprop Lab {version}. Run the script: it makes {steps} steps, checks them against the lab's
numbers and goes on for as many steps as are named, such as: python {{file}} 1000
{note}"""

{imports}import math
import sys

import numpy as np
import torch
import torch.nn.functional as F

# {name}
torch.set_default_dtype(torch.{dtype})
{reader}

def tensor(array):
    """A tensor in the precision of the run."""
    return torch.tensor(array, dtype=torch.get_default_dtype())


STEP = {step}  # steps made so far
STEPS_PER_EPOCH = {steps_per_epoch}
'''

TAIL = '''

def train(net, optimizer, first, stop):
    """Make the steps from `first` up to `stop`; yield the loss of each batch."""
    for step in range(first, stop):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        rows = torch.as_tensor(batch(step))
        x, t = X[rows], T[rows]
        z = {call}
        losses = loss_of(z, t)
        value = losses.{reduction}()
        optimizer.zero_grad()
        ({objective}).backward()
{between}        optimizer.step()
{after}        yield value.item()


def difference(mine, lab):
    """The largest difference, relative to the lab's largest number."""
    return float(np.abs(mine - lab).max() / (np.abs(lab).max() or 1.0))


def flat(net):
    """All parameters in the lab's order: W row by row, then b, layer by layer."""
    with torch.no_grad():
        parts = [part.T.ravel() if part.ndim == 2 else part for part in net.parameters()]
        return torch.cat(parts).numpy()


def main():
    """Train, check, and train on."""
    net = Net()
    optimizer = make_optimizer(net)
    checked = STEP + len(LAB_LOSSES)
    losses = np.array(list(train(net, optimizer, STEP, checked)))
    found = max(difference(losses, LAB_LOSSES), difference(flat(net), LAB_PARAMETERS))
    print(f"{{len(losses)}} steps: largest relative difference from the lab {{found:.1e}}")
    assert found <= {tolerance}, "the numbers do not equal the lab's"
    further = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    for step, value in enumerate(train(net, optimizer, checked, checked + further), checked + 1):
        if step % STEPS_PER_EPOCH == 0 or step == checked + further:
            print(f"step {{step:,}}: batch loss {{value:.6g}}")


if __name__ == "__main__":
    main()
'''


NETWORK = '''

class Net(torch.nn.Module):
    """The network."""

    def __init__(self):
        super().__init__()
        self.layers = torch.nn.ModuleList(torch.nn.Linear(*size) for size in {sizes})
        with torch.no_grad():
            for number, layer in enumerate(self.layers, 1):
                layer.weight.copy_(tensor(PARAMETERS[f"W{{number}}"].T))
                layer.bias.copy_(tensor(PARAMETERS[f"b{{number}}"]))

'''

DECAYED = '''

def decayed(net):
    """Weights shrink at each step, biases do not."""
    weights, biases = [each.weight for each in net.layers], [each.bias for each in net.layers]
    return [{{"params": weights, "weight_decay": {decay}}}, {{"params": biases, "weight_decay": 0.0}}]
'''

PRUNE = '''

def prune(net, before, eta):
    """Pull weights toward 0; one that the pull moves across 0 stays 0."""
    with torch.no_grad():
        for number, layer in enumerate(net.layers, 1):
            w, old = layer.weight, before[2 * number - 2]
            moves = ~torch.tensor(FROZEN[f"W{{number}}"].T) if "FROZEN" in globals() else 1
            pulled = w - eta * {pull} * torch.sign(old) * moves
            dead = torch.tensor(DEAD[f"W{{number}}"].T) | (w * pulled < 0)
            w.copy_(torch.where(dead, torch.zeros_like(w), pulled))
            DEAD[f"W{{number}}"] = dead.numpy().T
'''

FREEZE = '''

def freeze(net, before):
    """Restore the parameters that are frozen."""
    with torch.no_grad():
        for number, layer in enumerate(net.layers, 1):
            for part, old, name in zip((layer.weight, layer.bias), before[2 * number - 2 :], "Wb"):
                frozen = torch.tensor(FROZEN[f"{name}{number}"].T)
                part.copy_(torch.where(frozen, old, part))
'''
