"""The weights of every preset are the same to the bit on every machine of one fingerprint.

The reference was made on another machine. Where the fingerprint differs the weights agree to rounding only,
which this does not compare. A preset that is changed on purpose gets the hash that its failure shows.
"""

import hashlib
import json
from pathlib import Path

import pytest

from bplab.experiment.presets import PRESETS
from bplab.training.machine import fingerprint
from bplab.training.trainer import Trainer

REFERENCE = json.loads((Path(__file__).parent / "data" / "bits.json").read_text(encoding="utf-8"))
STEPS = 200


def test_the_reference_holds_every_preset_in_both_kinds_of_numbers():
    assert set(REFERENCE["presets"]) == {
        f"{name} {kind}" for name in PRESETS for kind in ("float64", "float32")
    }
    assert set(REFERENCE["made_with"]) == set(fingerprint())


@pytest.mark.parametrize("kind", ["float64", "float32"])
@pytest.mark.parametrize("name", PRESETS)
def test_the_weights_of_a_preset_keep_their_bits(same_machine, name, kind):
    trainer = Trainer(PRESETS[name].spec.but(dtype=kind))
    trainer.run(steps=STEPS)
    found = {"steps": trainer.step, "sha256_of_weights": hash_of(trainer.weights)}
    assert found == REFERENCE["presets"].get(f"{name} {kind}")


def hash_of(weights):
    """Give the first 32 digits of SHA-256 over W (fan-in x fan-out, row by row) and b, layer after layer."""
    return hashlib.sha256(b"".join(part.tobytes() for pair in weights for part in pair)).hexdigest()[:32]
