"""Runs tests with one line of one module changed: python mutants.py MODULE OLD NEW [pytest arguments]."""

import sys
from importlib.machinery import SourceFileLoader

import pytest

if __name__ == "__main__":
    module, old, new, *arguments = sys.argv[1:]
    usual = SourceFileLoader.get_code

    def changed(loader, name):
        if name != module:
            return usual(loader, name)
        source = loader.get_data(loader.path).decode()
        assert source.count(old) == 1, f"{module} has not one {old!r}"
        return compile(source.replace(old, new), loader.path, "exec")

    SourceFileLoader.get_code = changed
    sys.exit(pytest.main([*arguments, "-q", "-x", "-n", "0", "-p", "no:cacheprovider"]))
