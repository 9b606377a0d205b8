"""Snapshots outlive the window that made them, whatever ended it, and go with one that is closed."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.storage.document import Document
from bplab.storage.recovery import (
    CHECKPOINTS,
    NAMES,
    TRASH,
    TRASH_SECONDS,
    Session,
    empty_trash,
    for_recovery,
    left_behind,
    lock_of,
    look_into,
)
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer


def document(steps=0, number=1, **parts):
    trainer = Trainer(PRESETS["circle"].spec)
    run = Run(number, trainer)
    for _ in range(steps):
        trainer.run(steps=1)
        run.timeline.checkpoints.append(trainer.checkpoint())
    run.rest()
    return Document.of((Record.of(run),), number, **parts)


@pytest.fixture
def root(tmp_path):
    return tmp_path / "sessions"


@pytest.fixture
def crashed(root):
    """Keeps documents as a window that is killed then."""

    def crash(*documents, name=""):
        session = Session(root)
        for one in documents:
            session.keep(one, name)
        folder = session.folder
        session.leave()
        return folder

    return crash


def test_nothing_is_made_before_there_is_something_to_keep(root):
    session = Session(root)
    session.end()
    assert session.folder is None
    assert not root.exists()


def test_snapshots_take_turns_and_the_newest_is_found(root, crashed):
    folder = crashed(document(2), document(4), document(6, note="the last"), name="spiral.bplab")
    assert sorted(path.name for path in folder.glob("*.bplab")) == sorted(NAMES)
    assert left_behind(root) == [folder]
    found = look_into(folder)
    assert found.snapshot.document.run(1).now.step == 6
    assert found.snapshot.document.note == "the last"
    assert (found.snapshot.name, found.snapshot.generation) == ("spiral.bplab", 3)
    assert found.snapshot.document.view == {}
    assert found.ended >= found.snapshot.time


@pytest.mark.parametrize("damage", [b"", b"PK", b"\0" * 5000])
def test_a_damaged_snapshot_leaves_the_one_before(crashed, damage):
    folder = crashed(document(2), document(4))
    (folder / NAMES[0]).write_bytes(damage)  # the second of two
    assert look_into(folder).snapshot.document.run(1).now.step == 2
    (folder / NAMES[1]).write_bytes(damage)
    assert look_into(folder) is None


def test_a_snapshot_that_cannot_be_written_leaves_both_and_takes_the_place_of_the_older(root, monkeypatch):
    session = Session(root)
    for steps in (1, 2):
        session.keep(document(steps))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _handle: os.write(-1, b""))
        for _ in range(3):
            with pytest.raises(UserError, match="cannot be written"):
                session.keep(document(3))
    steps = [Document.open(session.folder / name).run(1).now.step for name in NAMES]
    assert sorted(steps) == [1, 2]
    session.keep(document(4))
    steps = [Document.open(session.folder / name).run(1).now.step for name in NAMES]
    assert sorted(steps) == [2, 4]
    session.end()


def test_a_window_that_is_closed_leaves_nothing(root):
    session = Session(root)
    session.keep(document(2))
    session.keep(document(3))
    session.end()
    assert not root.exists()
    session.keep(document(4))
    assert len(left_behind(root)) == 0  # it is in use
    session.end()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_nobody_else_can_look_into_it(root):
    session = Session(root)
    session.keep(document())
    assert stat.S_IMODE(session.folder.stat().st_mode) == 0o700
    session.end()


def test_the_folder_of_a_window_that_lives_is_not_offered(root, crashed):
    session = Session(root)
    session.keep(document())
    lost = crashed(document())
    assert left_behind(root) == [lost]
    assert lock_of(session.folder) is None
    session.end()


def test_a_folder_without_a_snapshot_is_not_offered_and_goes(root, crashed):
    folder = crashed(document())
    for name in NAMES:
        (folder / name).unlink(missing_ok=True)
    assert left_behind(root) == []
    assert not root.exists()


def test_what_is_discarded_stays_in_the_trash_for_seven_days(root, crashed):
    folder = crashed(document(3))
    look_into(folder).discard()
    assert left_behind(root) == []
    (kept,) = (root / TRASH).iterdir()
    assert look_into(kept).snapshot.document.run(1).now.step == 3
    now = kept.stat().st_mtime
    empty_trash(root, now + TRASH_SECONDS - 1)
    assert kept.exists()
    empty_trash(root, now + TRASH_SECONDS + 1)
    assert not kept.exists()


def test_what_is_kept_elsewhere_can_be_deleted(root, crashed):
    look_into(crashed(document())).delete()
    assert not root.exists()


class Killed(BaseException):
    pass


@pytest.mark.parametrize("after", range(4))
def test_of_what_is_deleted_nothing_is_left_for_good_by_a_kill_on_the_way(root, crashed, monkeypatch, after):
    found, removed = look_into(crashed(document(), document(1))), []

    def dying(remove):
        def kill(path, **more):
            if len(removed) == after:
                raise Killed
            removed.append(path)
            remove(path, **more)

        return kill

    with monkeypatch.context() as patch:
        for name in ("unlink", "rmdir"):
            patch.setattr(os, name, dying(getattr(os, name)))
        with pytest.raises(Killed):
            found.delete()
    for left in left_behind(root):
        look_into(left).delete()
    assert not root.exists() or not [*root.iterdir()]


def test_a_folder_that_is_cleared_away_before_it_is_locked_is_made_again(root, monkeypatch):
    folders = []

    def lock(folder):
        folders.append(folder)
        if len(folders) == 1:
            assert left_behind(root) == []
        return lock_of(folder)

    monkeypatch.setattr("bplab.storage.recovery.lock_of", lock)
    session = Session(root)
    session.keep(document())
    assert [*root.iterdir()] == [session.folder] == [folders[1]]
    session.end()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    session = Session(tmp_path / "file" / "sessions")
    with pytest.raises(UserError, match="cannot be made"):
        session.keep(document())
    session.end()


def test_timelines_are_left_out_but_for_the_last_checkpoints_of_the_current_run():
    long, other = document(40), document(20, number=2)
    both = Document.of((*long.runs, *other.runs), 1)
    assert len(long.runs[0].checkpoints) > CHECKPOINTS
    found = for_recovery(both)
    assert found.run(1).checkpoints == long.runs[0].checkpoints[-CHECKPOINTS:]
    assert found.run(2).checkpoints == ()
    assert found.run(1).now is both.run(1).now


def test_what_was_recovered_trains_on_to_the_bit(crashed):
    folder = crashed(for_recovery(document(120)))
    run = look_into(folder).snapshot.document.run(1).resume()
    run.trainer.run(steps=30)
    straight = Trainer(PRESETS["circle"].spec)
    straight.run(steps=150)
    assert run.trainer.checkpoint().parameters.tobytes() == straight.checkpoint().parameters.tobytes()


WINDOW = """
import sys, time
from pathlib import Path
from tests.storage.test_recovery import document
from bplab.storage.recovery import Session

session = Session(Path(sys.argv[1]))
session.keep(document(5), "mine.bplab")
print("kept", flush=True)
time.sleep(600)
"""


def test_a_lock_ends_with_its_process_however_it_ends(root):
    here = Path(__file__).parents[2]
    window = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(root)], stdout=subprocess.PIPE, text=True, cwd=here
    )
    try:
        assert window.stdout.readline() == "kept\n"
        assert left_behind(root) == []
    finally:
        window.kill()
        window.wait()
        window.stdout.close()
    (folder,) = left_behind(root)
    assert look_into(folder).snapshot.name == "mine.bplab"
