"""A seeded monkey clicks, types, drags, trains; nothing of it may raise, crash, stall or leave a row stale.

One of its runs is made again by hand with `python tests/ui/monkey.py SEED EVENTS`, and with `time` or `files`
after them where it kept to these.
"""

import faulthandler
import os
import subprocess
import sys
from pathlib import Path

import pytest

MONKEY = Path(__file__).with_name("monkey.py")
SEEDS = [int(seed) for seed in os.environ.get("BPLAB_MONKEY_SEEDS", "1,2,3,4,5,6,7,8").split(",")]
EVENTS = int(os.environ.get("BPLAB_MONKEY_EVENTS", "2500"))
TIME_EVENTS = int(os.environ.get("BPLAB_MONKEY_EVENTS", "1250"))
TOLD = 40  # lines of a failure: the last events and what went wrong


def run_monkey(seed, events, *mode):
    command = [sys.executable, str(MONKEY), str(seed), str(events), *mode]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [*run.stdout.splitlines(), *run.stderr.splitlines()]
    if run.returncode:
        pytest.fail("\n".join([" ".join(command), f"exit code {run.returncode}", *lines[-TOLD:]]))
    return run.stdout.splitlines()[-1]


def test_a_young_monkey_breaks_nothing():
    run_monkey(seed=0, events=120)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_breaks_nothing(seed, capsys):
    faulthandler.cancel_dump_traceback_later()  # it takes long, and is meant to
    told = run_monkey(seed, EVENTS)
    with capsys.disabled():
        print(f"\n{told}")


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_in_the_time_of_runs_sees_only_steps_of_fresh_runs_and_loses_none(seed, capsys):
    faulthandler.cancel_dump_traceback_later()
    told = run_monkey(seed, TIME_EVENTS, "time")
    with capsys.disabled():
        print(f"\n{told}")


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_that_saves_and_opens_loses_nothing(seed, capsys):
    faulthandler.cancel_dump_traceback_later()
    told = run_monkey(seed, TIME_EVENTS, "files")
    with capsys.disabled():
        print(f"\n{told}")
