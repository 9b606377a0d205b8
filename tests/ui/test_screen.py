"""What a frozen program sets for its own Qt does not reach the programs that it opens."""

import os
import sys

import pytest

from bplab.ui.screen import BUNDLED, forget_bundle


@pytest.mark.parametrize("frozen", [True, False])
def test_only_a_frozen_program_takes_back_the_paths_of_its_plugins(monkeypatch, frozen):
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    for name in BUNDLED:
        monkeypatch.setenv(name, "somewhere")
    forget_bundle()
    assert [name in os.environ for name in BUNDLED] == [not frozen] * len(BUNDLED)
