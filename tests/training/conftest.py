"""The reference of the engine, a plain loop over the book's step, and a rig for its thread."""

import threading
from contextlib import contextmanager
from math import sqrt
from time import monotonic, sleep
from types import SimpleNamespace

import numpy as np
import pytest

from bplab.nn.network import DenseLayer
from bplab.nn.optimizers import OPTIMIZERS, Hyper
from bplab.nn.schedules import SCHEDULES
from bplab.nn.step import Method, Start, make_step
from bplab.training.build import build
from bplab.training.dropout import masks
from bplab.training.runner import Runner
from bplab.training.snapshot import Needs, RunState


def layers_of(made, flat):
    """Cut a flat vector into layers: W row by row, then b, layer after layer."""
    layers, at, shape = [], 0, made.shape
    for fan_in, units, settings in zip(shape.fan_in, shape.sizes[1:], shape.layers, strict=True):
        W, b = flat[at : at + fan_in * units], flat[at + fan_in * units : at + (fan_in + 1) * units]
        at += (fan_in + 1) * units
        mask = mask_of(settings.groups, flat.dtype) if settings.groups else None
        layers.append(DenseLayer(W.reshape(fan_in, units), b, settings.activation, mask))
    return layers


def mask_of(groups, dtype):
    mask = np.zeros([sum(column) for column in zip(*groups, strict=True)], dtype)
    row = column = 0
    for inputs, units in groups:
        mask[row : row + inputs, column : column + units] = 1
        row, column = row + inputs, column + units
    return mask


def is_frozen(made, names):
    """Which places of the flat vector are frozen, read from the names anew."""
    flags = []
    for number, (fan_in, units) in enumerate(zip(made.shape.fan_in, made.shape.sizes[1:], strict=True), 1):
        rows, columns = range(1, fan_in + 1), range(1, units + 1)
        flags += [bool({f"W{number}", f"W{number}[{i},{j}]"} & set(names)) for i in rows for j in columns]
        flags += [bool({f"b{number}", f"b{number}[{j}]"} & set(names)) for j in columns]
    return np.array(flags)


def train_by_the_book(spec, steps):
    """Train so many steps; return parameters, last gradient and a row of statistics for each step."""
    made, dtype = build(spec), np.dtype(spec.dtype)
    hyper = Hyper(spec.momentum, spec.beta1, spec.beta2, spec.alpha, spec.weight_decay)
    method = Method(
        loss=spec.loss, reduction=spec.reduction, skip=spec.skip, penalty=spec.regularization,
        penalty_rate=spec.regularization_rate, clip=spec.clip, optimizer=spec.optimizer, hyper=hyper,
    )  # fmt: skip
    flat, rows, gradient, t, epoch = made.parameters.astype(dtype), [], None, 0, 0
    slots, frozen = OPTIMIZERS[spec.optimizer].start(flat), is_frozen(made, spec.frozen)
    dead = np.zeros_like(frozen)
    train = made.prepared.split.train
    X, T = (array[train].astype(dtype) for array in (made.prepared.X, made.targets))
    while t < steps:
        before, batches = 0, made.batches.epoch(epoch)
        for batch in batches[: steps - t]:
            layers = layers_of(made, flat)
            drawn = masks(spec, epoch, before, 1, len(batch))
            dropout = [None if mask is None else mask[0].T.astype(dtype) for mask in drawn] + [None]
            before += len(batch)
            start = Start(layers, slots, dead, frozen, t + 1, rate_of(spec, t, len(batches)), dropout)
            step = make_step(start, X[batch], T[batch], method)
            flat, slots, dead, gradient, t = step.new_w, step.slots, step.dead, step.gradient, t + 1
            rows.append([step.loss, *statistics_of(layers, step.found, layers_of(made, flat))])
        epoch += 1
    return SimpleNamespace(parameters=flat, gradient=gradient, rows=np.array(rows), made=made)


def rate_of(spec, step, steps_per_epoch):
    factor = SCHEDULES[spec.schedule].factor
    return spec.learning_rate * factor(step, steps_per_epoch, spec.schedule_epochs, spec.schedule_factor)


def statistics_of(layers, found, after):
    norms = [sqrt(float((g.astype(float) ** 2).sum())) for g in (*found.dL_dW, *found.dL_db)]
    deltas = [sqrt(float((delta.astype(float) ** 2).mean())) for delta in found.delta]
    moved = [np.linalg.norm(new.W.astype(float) - old.W) for old, new in zip(layers, after, strict=True)]
    sizes = [np.linalg.norm(old.W.astype(float)) for old in layers]
    ratios = [by / size if size else np.nan for by, size in zip(moved, sizes, strict=True)]
    return [*norms, *deltas, *ratios]


@pytest.fixture(name="train_by_the_book")
def _train_by_the_book():
    return train_by_the_book


PATIENCE = 60.0  # seconds; a busy machine is no failure, and what never comes fails all the same


def until(condition, wish):
    """Wait until something is so; fail with a sentence when it never is."""
    end = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < end, f"Within {PATIENCE:.0f} s it never came about that {wish}."
        sleep(1e-3)


@pytest.fixture(name="until")
def _until():
    return until


class Lab:
    """A runner and all that it said."""

    def __init__(self, opens_gate=True):
        self.opens_gate = opens_gate
        self.news = threading.Condition()
        self.snapshots, self.states, self.errors = [], [], []
        self.runner = Runner(self.on_snapshot, self.on_run, self.on_error)

    def on_snapshot(self, snapshot):
        with self.news:
            self.snapshots.append(snapshot)
            self.news.notify_all()
        if self.opens_gate:
            self.runner.open_gate()

    def on_run(self, number, state):
        with self.news:
            self.states.append((number, state))
            self.news.notify_all()

    def on_error(self, text, bug):
        with self.news:
            self.errors.append((text, bug))
            self.news.notify_all()

    def wait(self, condition):
        with self.news:
            assert self.news.wait_for(condition, PATIENCE), (self.states[-3:], self.errors)

    def wait_state(self, state):
        self.wait(lambda: self.states and self.states[-1][1] is state)

    def shot(self, needs=None):
        """Ask for a snapshot and wait for it."""
        count = len(self.snapshots)
        self.runner.ask(needs or Needs(parameters=True))
        self.wait(lambda: len(self.snapshots) > count)
        return self.snapshots[-1]


@contextmanager
def lab(spec, start=True, **options):
    """A running runner with an experiment; in the end it must close and leave no thread behind."""
    before = threading.active_count()
    made = Lab(**options)
    if start:
        made.runner.start()
    try:
        if spec is not None:
            made.runner.restart(1, spec)
            made.wait_state(RunState.IDLE)
        yield made
    finally:
        assert made.runner.close(PATIENCE)
        until(lambda: threading.active_count() == before, "no thread is left")


@pytest.fixture(name="lab")
def _lab():
    return lab
