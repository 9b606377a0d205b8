"""Weights and settings of a run as files for other programs."""

import io
import json
from collections.abc import Iterable

import numpy as np

from bplab.arrays import Array
from bplab.export.source import Source, named_layers


def weights_npz(source: Source) -> bytes:
    """All weights and biases as W1, b1, W2, b2, ..., W of shape (fan_in, fan_out)."""
    return npz_bytes(source.build.layout.weights(source.now.parameters))


def npz_bytes(pairs: Iterable[tuple[Array, Array]]) -> bytes:
    """Pairs (W, b), one per layer, as an .npz file."""
    buffer = io.BytesIO()
    np.savez(buffer, **named_layers(pairs))  # type: ignore[arg-type]
    return buffer.getvalue()


def settings_json(source: Source) -> bytes:
    """All settings with the live changes made so far, as `bplab train` reads them."""
    return (json.dumps(source.spec.to_dict(), indent=1, ensure_ascii=False) + "\n").encode("utf-8")
