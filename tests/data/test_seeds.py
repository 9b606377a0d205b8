"""Many hashes at once are NumPy's own, one at a time."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bplab.data.seeds import Seeds, states

SEEDS = st.one_of(st.integers(0, 2**32), st.integers(0, 2**200))


@given(seed=SEEDS, purpose=st.integers(0, 2**32 - 1), first=st.integers(0, 2**32 - 4))
def test_every_hash_is_that_of_numpys_seed_sequence(seed, purpose, first):
    for index, found in enumerate(states(seed, purpose, first, 3), first):
        witness = np.random.SeedSequence(seed, spawn_key=(purpose, index))
        np.testing.assert_array_equal(found, witness.generate_state(4, np.uint64))
        assert np.random.PCG64(Seeds(found)).state == np.random.PCG64(witness).state
