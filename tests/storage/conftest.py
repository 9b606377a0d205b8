"""Makes the files of `hostile` and `documents.py` importable here."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module")
def document():
    from documents import document_of

    return document_of()
