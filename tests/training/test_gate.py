"""The gate holds up training, but no command, and not forever."""

import pytest

from bplab.training.gate import LONGEST, Gate


class Thread:
    """What waits at the gate, by a clock of its own."""

    def __init__(self):
        self.now, self.meanwhile, self.waits, self.wakes = 10.0, lambda: 0.25, [], 0
        self.gate = Gate(lambda: self.now, self.wait, self.wake)

    def wait(self, seconds, is_over):
        assert not is_over()
        self.waits.append(seconds)
        self.now += self.meanwhile()

    def wake(self):
        self.wakes += 1


@pytest.fixture
def thread():
    return Thread()


def test_nobody_waits_at_an_open_gate(thread):
    assert thread.gate.passes()
    thread.gate.close(10.0)
    thread.gate.open()
    assert thread.gate.passes()
    assert thread.waits == []
    assert thread.wakes == 1


def test_what_wakes_the_thread_is_done_first_and_then_it_waits_on(thread):
    thread.gate.close(10.0)
    assert not thread.gate.passes()
    assert not thread.gate.passes()
    thread.meanwhile = lambda: thread.gate.open() or 0.25
    assert thread.gate.passes()
    assert thread.gate.passes()
    assert thread.waits == [LONGEST, LONGEST - 0.25, LONGEST - 0.5]


def test_if_nobody_opens_it_training_goes_on_after_a_while(thread):
    thread.gate.close(10.0)
    thread.meanwhile = lambda: LONGEST
    assert thread.gate.passes()
    assert thread.gate.passes()
    assert thread.waits == [LONGEST]


def test_the_time_counts_from_where_training_stopped(thread):
    thread.now = 10.5
    thread.gate.close(10.25)
    thread.gate.passes()
    assert thread.gate.waited == 0
    thread.gate.open()
    thread.gate.passes()
    assert thread.gate.waited == 0.5
