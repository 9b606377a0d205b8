"""Calls bound into one function are made in their order, with their arguments."""

from bplab.training.kernel.straight import straight


def test_calls_bound_into_one_function_are_made_in_order_every_time():
    made = []
    run = straight([(made.append, (1,)), (made.insert, (0, 2)), (made.reverse, ()), (made.extend, ([3],))])
    run()
    assert made == [1, 2, 3]
    run()
    assert made == [1, 3, 2, 1, 2, 3]


def test_no_calls_do_nothing():
    straight([])()


def test_programs_of_one_form_share_their_code():
    first, second = straight([(print, ("a", "b"))]), straight([(max, (1, 2))])
    assert first.func is second.func
