"""JAX in the benchmark: a whole epoch in one compiled scan."""

import os
from importlib import import_module
from typing import Any

from bplab.cli.bench_nets import MOMENTUM, Engine, Problem

ONE_THREAD = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


def jax_scan(given: Problem, threads: int) -> Engine:
    """Train by scans that gather their examples by index, like our step.

    The number of threads is fixed when JAX is first loaded.
    """
    if threads == 1:
        os.environ.setdefault("XLA_FLAGS", ONE_THREAD)
    jax: Any = import_module("jax")
    jax.config.update("jax_enable_x64", True)
    jnp, count = jax.numpy, given.steps * given.net.batch
    start = [tuple(jnp.array(part, given.X.dtype) for part in pair) for pair in _pairs(given)]
    zeros = jax.tree_util.tree_map(jnp.zeros_like, start)
    parts, order = (jnp.array(given.X), jnp.array(given.T)), jnp.arange(count)
    step = _step(jax, given)

    def whole_epoch(state: Any, order: Any) -> Any:
        batches = tuple(part[order].reshape(given.steps, given.net.batch, -1) for part in parts)
        return jax.lax.scan(step, state, batches)[0]

    epoch = jax.jit(whole_epoch)
    state = [(start, zeros, zeros, jnp.array(0.0, given.X.dtype))]

    def train(epochs: int) -> None:
        for _ in range(epochs):
            state[0] = epoch(state[0], order)
        jax.block_until_ready(state[0])

    return Engine("jax", "scan", train, lambda: float(_loss(jax, given, state[0][0], *parts)))


def _pairs(given: Problem) -> Any:
    return given.layout.weights(given.parameters)


def _loss(jax: Any, given: Problem, weights: Any, X: Any, T: Any) -> Any:
    jnp, nn = jax.numpy, jax.nn
    middle = {"tanh": jnp.tanh, "relu": nn.relu, "sigmoid": nn.sigmoid}[given.net.activation]
    for W, b in weights[:-1]:
        X = middle(X @ W + b)
    z = X @ weights[-1][0] + weights[-1][1]
    if given.many:
        return -(T * nn.log_softmax(z)).sum(1).mean()
    return 0.5 * ((jnp.tanh(z) - T) ** 2).sum(1).mean()


def _step(jax: Any, given: Problem) -> Any:
    """Make a step of SGD, momentum or Adam; the state is weights, two slots and the number of steps."""
    each, rate, kind = jax.tree_util.tree_map, given.spec.learning_rate, given.spec.optimizer
    slope = jax.grad(lambda weights, X, T: _loss(jax, given, weights, X, T))

    def adam(m: Any, v: Any, t: Any) -> Any:
        first, second = 1 - 0.9**t, 1 - 0.999**t
        return each(lambda m, v: (m / first / (jax.numpy.sqrt(v / second) + 1e-8)).astype(m.dtype), m, v)

    def step(state: Any, batch: Any) -> Any:
        weights, m, v, t = state
        g, t = slope(weights, *batch), t + 1
        if kind == "momentum":
            g = m = each(lambda m, g: MOMENTUM * m + g, m, g)
        if kind == "adam":
            m = each(lambda m, g: 0.9 * m + 0.1 * g, m, g)
            v = each(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
            g = adam(m, v, t)
        return (each(lambda w, g: w - rate * g, weights, g), m, v, t), None

    return step
