"""Each preset shows what it says it shows: for other seeds, and on other processors.

A processor that rounds otherwise makes, after some epochs, another run: as if it had started 1 ulp beside.
So a claim says for how many of ten seeds it holds, and the slow test tries it from such starts and prints how
much is to spare. The fast one tries, with a few seeds, the claims that hold for all.
"""

import numpy as np
import pytest
from claims import SHOWN, WORKED_OUT_ELSEWHERE, figures_of

from bplab.experiment.presets import PRESETS

SEEDS, STARTS = range(1, 11), range(5)
FEW = (1, 2, 3)  # seeds


def test_every_preset_has_its_claims() -> None:
    assert SHOWN.keys() | WORKED_OUT_ELSEWHERE == PRESETS.keys()


@pytest.mark.parametrize("seed", FEW)
@pytest.mark.parametrize("name", SHOWN)
def test_a_preset_shows_what_it_claims_for_every_seed(claim_of, name: str, seed: int) -> None:
    figures = figures_of(name, seed)
    for claim in map(claim_of, SHOWN[name][1]):
        if claim.of_ten == len(SEEDS):
            assert claim.margin(figures[claim.figure]) > 1, (claim, figures)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOWN)
def test_claims_hold_for_ten_seeds_from_starts_1_ulp_apart(claim_of, name: str) -> None:
    """Prints the table of margins: with -s it is seen."""
    runs = [[figures_of(name, seed, start) for seed in SEEDS] for start in STARTS]
    for text in SHOWN[name][1]:
        claim = claim_of(text)
        values = np.array([[figures[claim.figure] for figures in of_a_start] for of_a_start in runs])
        margins = np.sort([[claim.margin(value) for value in row] for row in values], axis=1)
        least = margins[:, -claim.of_ten].min()
        low, middle, high = np.quantile(values, (0, 0.5, 1))
        print(f"{name:16} {text:42} {low:10.4g} {middle:10.4g} {high:10.4g} {least:8.3g}x")
        assert least > 1, text
