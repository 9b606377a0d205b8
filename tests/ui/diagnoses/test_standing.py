import pytest

from bplab.diagnosis.kinds import Diagnosis
from bplab.ui.diagnoses.standing import GONE, HOLD, Standing

VANISHING = Diagnosis("vanishing", "f′ is the cause", "falls 1,000-fold", 0)
SATURATED = Diagnosis("saturated", "6 of 8 neurons", "f′ is small")


@pytest.fixture
def standing():
    standing = Standing()
    standing.begin(1)
    return standing


def take(standing, *found, times=1, at_rest=False):
    for _ in range(times):
        standing.take(found, at_rest=at_rest)


def test_it_must_hold_before_it_is_shown(standing):
    take(standing, VANISHING, times=HOLD - 1)
    assert standing.shown() is None
    take(standing)
    take(standing, VANISHING, times=HOLD - 1)
    assert standing.shown() is None
    take(standing, VANISHING)
    assert standing.shown() is VANISHING


def test_it_is_withdrawn_only_when_it_is_clearly_gone(standing):
    take(standing, VANISHING, times=HOLD)
    for _ in range(5):
        take(standing, times=GONE - 1)
        assert standing.shown() is VANISHING
        take(standing, VANISHING)
    take(standing, times=GONE)
    assert standing.shown() is None


def test_it_is_unsure_until_it_stands_and_while_it_is_missing(standing):
    take(standing)
    assert not standing.is_unsure
    take(standing, VANISHING)
    assert standing.is_unsure
    take(standing, VANISHING, times=HOLD)
    assert not standing.is_unsure
    take(standing)
    assert standing.is_unsure
    take(standing, times=GONE - 1)
    take(standing)
    assert not standing.is_unsure


def test_at_rest_one_look_decides(standing):
    take(standing, VANISHING, at_rest=True)
    assert standing.shown() is VANISHING
    take(standing, at_rest=True)
    assert standing.shown() is None


def test_its_evidence_is_the_latest(standing):
    take(standing, VANISHING, times=HOLD)
    later = Diagnosis("vanishing", "f′ is the cause", "falls 2,000-fold", 0)
    take(standing, later)
    assert standing.shown() is later


def test_what_is_dismissed_stays_quiet_in_this_run_and_the_next_one_is_said(standing):
    take(standing, VANISHING, SATURATED, times=HOLD)
    standing.dismiss(VANISHING.id)
    assert standing.shown() is SATURATED
    standing.begin(2)
    assert standing.shown() is None
    take(standing, VANISHING, times=HOLD)
    assert standing.shown() is VANISHING
    standing.begin(1)
    take(standing, VANISHING, at_rest=True)
    assert standing.shown() is None


def test_two_that_alternate_do_not_take_turns(standing):
    take(standing, VANISHING, times=HOLD)
    shown = set()
    for _ in range(10):
        take(standing, SATURATED, times=2)
        shown.add(standing.shown())
        take(standing, VANISHING, SATURATED)
        shown.add(standing.shown())
    assert shown == {VANISHING}


def test_what_is_asked_for_comes_first_as_long_as_it_stands(standing):
    take(standing, VANISHING, SATURATED, at_rest=True)
    assert standing.shown(first="saturated") is SATURATED
    take(standing, VANISHING, at_rest=True)
    assert standing.shown(first="saturated") is VANISHING
