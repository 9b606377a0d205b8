"""Makes the start page's pictures: trains each preset for a while and stores its results.

    python packaging/gallery.py

A test tells when a preset has changed since.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bplab.experiment.presets import PRESETS  # noqa: E402
from bplab.nn.activations import ACTIVATIONS  # noqa: E402
from bplab.storage.writing import write_file  # noqa: E402
from bplab.training.run import Run  # noqa: E402
from bplab.training.snapshot import Needs, RunState, Snapshot  # noqa: E402
from bplab.training.trainer import Trainer  # noqa: E402
from bplab.ui.canvas.tiles.tiles import strengths  # noqa: E402
from bplab.ui.start.gallery import FIRST, FIRST_EPOCHS, MANY_LAYERS, caption_of  # noqa: E402
from bplab.ui.views.output_map.scale import scale_of, values_of  # noqa: E402

TARGET = ROOT / "resources" / "start" / "gallery.npz"
EPOCHS = 400  # if a preset has no limit of its own
SIDE, TILE = 56, 20  # samples of a map and of a neuron's map
MOST_POINTS = 260
FEW = 100  # with fewer examples than this, a scatter plot of a table shows nothing

Found = dict[str, Any]


def main() -> None:
    """Train all presets and write the file."""
    found: Found = {}
    for name, preset in PRESETS.items():
        snapshot = trained(preset.spec, preset.spec.epochs or EPOCHS)
        caption = caption_of(preset.spec, result(snapshot))
        found |= {f"{name}/{key}": value for key, value in picture(snapshot).items()}
        found[f"{name}/caption"] = np.array(caption)
        found[f"{name}/spec"] = np.array(json.dumps(preset.spec.to_dict()))
        print(f"{name}: epoch {snapshot.epoch}, {caption}")
    small = trained(PRESETS[FIRST].spec, FIRST_EPOCHS)
    found |= {f"first/{key}": value for key, value in network(small).items()}
    keep(found)
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")


def keep(found: Found) -> None:
    """Write the file, completely or not at all."""
    write_file(TARGET, lambda file: np.savez_compressed(file, **found))


def trained(spec: Any, epochs: int) -> Snapshot:
    """Train, and take a snapshot at the end."""
    trainer = Trainer(spec)
    trainer.run(epochs=epochs)
    planar = trainer.build.prepared.row.extent is not None
    needs = Needs(parameters=True, map=SIDE if planar else 0, tiles=TILE if planar else 0, evaluation=True)
    return Run(1, trainer, RunState.PAUSED).picture(needs, 1)


def picture(snapshot: Snapshot) -> Found:
    """Choose the best picture of a preset: the signal of a deep network, else the map, else the data."""
    found: Found = {}
    values, data = values_of(snapshot), snapshot.prepared.dataset
    if len(snapshot.spec.layers) >= MANY_LAYERS:
        found["signal"] = snapshot.delta_norms.astype(np.float32)
    elif values is not None and values.ndim == 2 and np.isfinite(values).all():
        found |= plane(snapshot, values)
    elif data.classes and data.image_shape is None and data.count > FEW:
        found |= cloud(snapshot)
    elif snapshot.prepared.row.domain is not None:
        found |= line(snapshot)
    return found


def plane(snapshot: Snapshot, values: Any) -> Found:
    """Store the output map and the points on it."""
    scale, data = scale_of(snapshot), snapshot.prepared.dataset
    chosen = some(data.count)
    targets = (data.targets > 0).astype(float) if data.classes else data.targets[:, 0]
    colors = [target if data.classes else scale.fraction(float(target)) for target in targets[chosen]]
    shares = np.clip((values - scale.low) / (scale.high - scale.low), 0, 1)
    return {
        "map": np.rint(255 * shares).astype(np.uint8),
        "points": (data.inputs[chosen] / float(snapshot.prepared.row.extent or 1)).astype(np.float16),
        "colors": np.rint(255 * np.array(colors)).astype(np.uint8),
    }


def cloud(snapshot: Snapshot) -> Found:
    """Store the examples in the plane of their two principal components, and their classes."""
    chosen, data = some(snapshot.prepared.dataset.count), snapshot.prepared.dataset
    X = snapshot.prepared.X - snapshot.prepared.X.mean(axis=0)
    spread = np.linalg.svd(X, full_matrices=False)[2][:2]
    places = X @ spread.T
    return {
        "cloud": (places / np.abs(places).max(axis=0))[chosen].astype(np.float16),
        "classes": data.targets[chosen].astype(np.uint8),
    }


def line(snapshot: Snapshot) -> Found:
    """Store the targets over the first input, and the network's outputs."""
    data = snapshot.prepared.dataset
    trainer = Trainer(snapshot.spec)
    trainer.run(epochs=snapshot.epoch)
    rows = np.argsort(data.inputs[:, 0])
    x = data.inputs[rows, 0] / np.abs(data.inputs[:, 0]).max()
    answers = trainer.outputs(rows)[1].reshape(data.count, -1)[:, 0]
    reach = np.abs(data.targets).max() * 1.2
    return {
        "line": np.stack([x, answers / reach], axis=1).astype(np.float16),
        "dots": np.stack([x, data.targets[rows, 0] / reach], axis=1)[some(data.count)].astype(np.float16),
    }


def some(count: int) -> Any:
    """Choose examples evenly if there are too many to draw."""
    return np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(int)


def network(snapshot: Snapshot) -> Found:
    """Store the weights and every neuron's output, to draw a small network."""
    assert snapshot.tiles is not None  # noqa: S101
    assert snapshot.weights is not None  # noqa: S101
    found: Found = {}
    for number, values in enumerate(snapshot.tiles):
        layer = snapshot.shape.layers[number - 1] if number else None
        found[f"tiles{number}"] = strengths(values, ACTIVATIONS[layer.activation] if layer else None).astype(
            np.float16
        )
    for number, (W, _b) in enumerate(snapshot.weights):
        found[f"weights{number}"] = W.astype(np.float32)
    return found


def result(snapshot: Snapshot) -> str:
    """Describe the result: the accuracy on the most informative part, else the loss."""
    scores = snapshot.evaluation
    name, part = ("test", scores.test) if scores.test.count else ("train", scores.train)
    if snapshot.divergence is not None:
        return f"diverges at step {snapshot.divergence.step:,}"
    if part.accuracy is None:
        return f"{name} loss {part.loss:.2g}"
    return f"{100 * part.accuracy:.0f} % {name}"


if __name__ == "__main__":
    main()
