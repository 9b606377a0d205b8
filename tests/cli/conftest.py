"""Run the command line in this process."""

import json
import signal
from types import SimpleNamespace

import pytest

from bplab.cli.main import main


@pytest.fixture
def bplab(capsys):
    """Give a function that runs a command and returns its exit code and what it printed."""

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # argparse
            code = ended.code
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err, lines=out.splitlines(), rows=lambda: rows_of(out))

    return run


@pytest.fixture
def heeds_ctrl_c():
    """Programs begin by heeding Ctrl+C, even where the tests run in the background and so ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def rows_of(text):
    """Strict JSON, a line each."""
    return [json.loads(line, parse_constant=pytest.fail) for line in text.splitlines()]
