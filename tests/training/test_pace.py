"""The pace makes as many steps as fit the work time, the speed and the limit, by any clock."""

import pytest

from bplab.training.pace import WORK_SECONDS, Pace


class Clock:
    """Seconds that pass with each step."""

    def __init__(self, step_seconds):
        self.now, self.step_seconds, self.made = 0.0, step_seconds, 0

    def __call__(self):
        return self.now

    def advance(self, steps):
        self.now += steps * self.step_seconds
        self.made += steps
        return steps


def never():
    return False


@pytest.mark.parametrize("step_seconds", [1e-6, 1e-4, 0.1])
def test_flat_out_a_turn_soon_takes_about_the_work_time(step_seconds):
    clock = Clock(step_seconds)
    pace = Pace(clock)
    pace.begin(None)
    for _ in range(30):
        begin = clock.now
        pace.work(clock.advance, never)
    assert clock.now - begin == pytest.approx(max(WORK_SECONDS, step_seconds), rel=0.3)


def test_a_limit_is_kept_exactly():
    clock = Clock(1e-6)
    pace = Pace(clock)
    pace.begin(1234)
    while not pace.is_over:
        pace.work(clock.advance, never)
    assert clock.made == 1234


@pytest.mark.parametrize("speed", [1, 50, 1000])
def test_a_speed_is_kept_and_a_pause_not_made_up_for(speed):
    clock = Clock(1e-7)
    pace = Pace(clock)
    pace.set_speed(speed)
    pace.begin(None)
    for end in (20, 640):
        made = clock.made
        while clock.now < end:
            if pace.early > 0:
                clock.now += pace.early
            else:
                pace.work(clock.advance, never)
        assert clock.made - made == pytest.approx(20 * speed, rel=0.01, abs=10)
        clock.now = 620


def test_what_is_wanted_meanwhile_interrupts_and_the_measure_is_soon_found_again():
    clock = Clock(1e-5)
    pace = Pace(clock)
    pace.begin(None)
    for _ in range(20):
        pace.work(clock.advance, never)
    assert pace.work(clock.advance, lambda: True) == 0
    for _ in range(20):
        pace.work(clock.advance, never)
    assert pace.most == pytest.approx(WORK_SECONDS / 1e-5, rel=0.01)
