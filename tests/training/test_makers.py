"""Who computed a run is known by step, so that a replay knows where it repeats it to the bit."""

from dataclasses import replace

import pytest

from bplab.training.machine import fingerprint
from bplab.training.makers import Maker, are_exact, last_foreign, makers_until, with_own

ELSEWHERE = {**fingerprint(), "kernel": "Zen"}
OTHER = Maker(100, "0.1.0", ELSEWHERE)


def test_what_nobody_else_computed_was_computed_here():
    (own,) = with_own((), 50)
    assert own.is_here
    assert own.until == 50
    assert with_own((), 0) == ()
    assert with_own((own,), 80) == (replace(own, until=80),)
    assert with_own((OTHER,), 100) == (OTHER,)
    assert [maker.until for maker in with_own((OTHER,), 180)] == [100, 180]


def test_a_branch_takes_over_who_computed_the_steps_before_it():
    makers = with_own((OTHER,), 180)
    assert makers_until(makers, 0) == ()
    assert makers_until(makers, 60) == (replace(OTHER, until=60),)
    assert makers_until(makers, 100) == (OTHER,)
    assert [maker.until for maker in makers_until(makers, 101)] == [100, 101]
    assert makers_until(makers, 500) == makers


@pytest.mark.parametrize(
    ("start", "end", "exact"),
    [(0, 0, True), (0, 1, False), (60, 60, True), (60, 99, False), (99, 150, False), (100, 150, True)],
)
def test_a_replay_is_exact_if_every_step_of_it_was_computed_here(start, end, exact):
    assert are_exact(with_own((OTHER,), 180), start, end) is exact


def test_the_last_foreign_step_is_known():
    assert last_foreign(with_own((OTHER,), 180)) == 100
    assert last_foreign(with_own((), 180)) == 0
