"""The commit is what a build wrote, what git says in a checkout, or unknown."""

import shutil
import subprocess

import pytest

from bplab.errors import UserError
from bplab.training import commit as module


@pytest.fixture
def not_built(monkeypatch):
    """A program without the file that a build writes."""

    def missing(name):
        raise UserError(f"no {name}")

    monkeypatch.setattr(module, "resource_path", missing)


def test_a_built_program_names_the_commit_it_was_built_from(tmp_path, monkeypatch):
    written = tmp_path / "commit.txt"
    written.write_text("0123456789abcdef0123456789abcdef01234567\n", encoding="ascii")
    monkeypatch.setattr(module, "resource_path", lambda name: tmp_path / name)
    assert module.commit() == "0123456789ab"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_in_a_checkout_git_says_it_and_whether_files_were_changed(tmp_path, monkeypatch, not_built):
    monkeypatch.setattr(module, "CHECKOUT", tmp_path)
    assert module.commit() == module.UNKNOWN
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    (tmp_path / "file").write_text("one", encoding="utf-8")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "One file is there"]):
        subprocess.run([*git, *words], check=True)
    found = module.commit()
    assert len(found) == module.DIGITS
    (tmp_path / "file").write_text("other", encoding="utf-8")
    assert module.commit() == f"{found}-dirty"


def test_without_git_it_is_unknown(tmp_path, monkeypatch, not_built):
    monkeypatch.setattr(module, "CHECKOUT", tmp_path)
    (tmp_path / ".git").mkdir()
    assert module.commit() == module.UNKNOWN
    monkeypatch.setenv("PATH", "")
    assert module.commit() == module.UNKNOWN
