"""What several changes ask for is done once, after the last of them."""

import pytest

from bplab.ui.canvas.base.merging import Merging, merged


class Work:
    def __init__(self):
        self.merging, self.done = Merging(), []

    @merged(1)
    def paint(self):
        self.done.append("paint")

    @merged(2)
    def arrange(self):
        self.done.append("arrange")
        self.paint()


def test_outside_a_block_all_is_done_at_once():
    work = Work()
    work.paint()
    work.arrange()
    assert work.done == ["paint", "arrange", "paint"]


@pytest.mark.parametrize(
    "asked", [("paint", "arrange", "paint"), ("arrange", "arrange"), ("arrange", "paint")]
)
def test_in_a_block_the_most_thorough_is_done_once_at_the_end(asked):
    work = Work()
    with work.merging.block():
        with work.merging.block():
            for name in asked:
                getattr(work, name)()
        assert work.done == []
    assert work.done == ["arrange", "paint"]


def test_after_a_block_nothing_is_left_over():
    work = Work()
    with work.merging.block():
        work.paint()
    with work.merging.block():
        pass
    assert work.done == ["paint"]
