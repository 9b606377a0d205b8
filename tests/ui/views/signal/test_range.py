from hypothesis import given
from hypothesis import strategies as st

from bplab.ui.views.signal.range import SteadyRange, decades_of

VALUES = st.lists(st.floats(1e-30, 1e6), min_size=1, max_size=20)


@given(VALUES)
def test_all_values_lie_within_at_most_four_marks(values):
    decades = decades_of(values)
    assert 10.0**decades.low <= min(values) * 1.001
    assert max(values) <= 10.0**decades.high * 1.001
    assert 3 <= len(decades.marks) <= 4
    assert all(0 <= decades.fraction(value) <= 1 for value in values)


def test_the_ranges_of_the_design():
    assert decades_of([0.47, 0.18, 0.13, 0.087])[:2] == (-2, 0)
    assert list(decades_of([4.62e-5, 0.498]).marks) == [-6, -4, -2, 0]


def test_without_values_there_is_still_an_axis():
    assert decades_of([0.0, float("nan")]) == decades_of([])
    assert decades_of([]).fraction(0.0) == 0


def test_it_widens_at_once_and_narrows_after_a_while():
    steady = SteadyRange()
    assert steady.update([0.5, 1e-5], 0.0, steady=True).low == -6
    assert steady.update([0.5, 0.2], 1.0, steady=True).low == -6
    assert steady.update([0.5, 0.2], 2.0, steady=True).low == -6
    assert steady.update([0.5, 0.2], 3.5, steady=True).low == -2
    assert steady.update([0.5, 1e-5], 3.6, steady=True).low == -6


def test_a_run_that_stands_still_is_fitted_at_once():
    steady = SteadyRange()
    steady.update([0.5, 1e-5], 0.0, steady=True)
    assert steady.update([0.5, 0.2], 0.1, steady=False).low == -2


def test_values_that_wander_over_the_ends_of_a_range_move_it_once():
    steady, seen = SteadyRange(), []
    for second in range(40):
        values = [2e-3, 3e-4] if second % 2 else [2e-2, 3e-3]
        seen.append(steady.update(values, second / 4, steady=True))
    assert len(set(seen)) == 2
    assert seen[1:] == [seen[1]] * 39
