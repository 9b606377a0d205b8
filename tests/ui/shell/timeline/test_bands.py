from bplab.ui.shell.timeline.bands import going_band, past_band, same_band


def words(text) -> str:
    return " ".join(filter(None, (text.head, text.rest)))


def test_the_past_says_what_happens_next():
    text = "Step 540 of 1,800. Play, Step or an edit goes on from here as a new branch."
    assert words(past_band(540, 1800)) == text


def test_a_step_of_another_machine_is_marked_and_why():
    found = past_band(540, 1800, is_exact=False)
    assert found.head == "≈ Step 540 of 1,800."
    assert found.rest.startswith("≈: another machine made it, and last digits may differ here. Play")


def test_a_long_way_says_how_far_it_is_and_can_be_canceled():
    found = going_band(12000, 40000, 0.43)
    assert (found.head, found.button) == ("Going to step 12,000 of 40,000: 43 %", "Cancel")


def test_two_runs_are_the_same_up_to_the_first_difference():
    found = same_band(541, "η 0.03 on the left, 0.1 on the right")
    assert words(found) == (
        "The same to the bit up to step 540. "
        "Step 541 is the first that differs: η 0.03 on the left, 0.1 on the right."
    )
    assert found.button == "Go to step 541"
    assert found.closes


def test_two_runs_may_differ_from_the_start():
    found = same_band(1, "seed 2 on the left, 3 on the right")
    assert words(found) == "The two differ from the start: seed 2 on the left, 3 on the right."
    assert found.button == ""
