"""Streams of chance: one for each seed, purpose and index."""

import itertools

import numpy as np

from bplab.data import streams
from bplab.data.streams import stream


def test_a_stream_is_pcg64_seeded_with_the_seed_and_the_key_of_purpose_and_index():
    for index in (0, 12, streams.MANY - 1, streams.MANY, 1000):
        witness = np.random.PCG64(np.random.SeedSequence(entropy=7, spawn_key=(3, index)))
        assert stream(7, streams.ORDER, index).bit_generator.state == witness.state


def test_the_purposes_keep_their_numbers_because_old_files_depend_on_them():
    assert (streams.DATA, streams.SPLIT, streams.INIT, streams.ORDER, streams.DROPOUT) == (0, 1, 2, 3, 4)


def test_no_two_streams_are_alike():
    keys = itertools.product((0, 1, 2**40), range(5), (0, 1, 2))
    firsts = [stream(*key).integers(2**63) for key in keys]
    assert len(set(firsts)) == len(firsts)


def test_a_stream_starts_anew_each_time_it_is_asked_for():
    assert stream(5, streams.DATA).random() == stream(5, streams.DATA).random()
