"""What is lost of a file is told in runs, not in names of members."""

import pytest

from bplab.storage.lost import lost_in_words


@pytest.mark.parametrize(("lost", "runs", "words"), [
    (["runs/13/history/steps-1.npy", "runs/2/spec.json", "runs/13/state.json"], [1, 4], "2 of 4 runs"),
    (["runs/1/history/steps-1.npy"], [1], "parts of 1 run"),
    (["runs/1/a.npy", "runs/2/a.npy", "runs/3/a.npy", "thumbnail.png"], [1, 2],
     "1 of 3 runs, parts of 2 runs, the picture"),
    (["document.json", "x.json"], [1], "the note, bookmarks, and what was shown, x.json"),
])  # fmt: skip
def test_it_is_told_in_runs(lost, runs, words):
    assert lost_in_words(lost, runs) == words
