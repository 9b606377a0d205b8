"""Run the command line in this process."""

import json
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


def rows_of(text):
    """Strict JSON, a line each."""
    return [json.loads(line, parse_constant=pytest.fail) for line in text.splitlines()]
