"""What the monkey does to files: it saves, opens, hands out, damages and changes them, and answers or not."""

import numpy as np
from monkey_acts import close, resize, undo
from monkey_time import (
    answer,
    bookmark,
    command,
    drag_time,
    edit,
    go_to,
    key_time,
    preset,
    runs,
    set_by_hand,
    settle,
)
from PySide6.QtWidgets import QApplication, QFileDialog

from bplab.storage.document import Document
from bplab.ui.commands import homework, importing, predicting
from bplab.ui.dialogs.choices import Choices
from bplab.ui.files.desk import Desk
from bplab.ui.files.locks import FileLock

NAMES = ("anna.bplab", "Berta.bplab", "circle-task.bplab", "no/such.bplab")
COMMANDS = ("save", "save", "save", "save_as", "save_as", "save_copy", "hand_out", "open", "open", "revert")


def answer_for(monkey):
    """Where a file is asked for, one is chosen at once: none, one that is there, or one that cannot be.

    Qt's own dialog is never open. It has loops of its own, in which the monkey would destroy a lab with boxes
    on the stack, and in /proc it reads /proc/kmsg, which stands still for ever where root runs the monkey.
    """
    folder = monkey.folder
    answers = "", str(folder / "picture.png"), str(folder / "no" / "such")
    for name in ("getSaveFileName", "getOpenFileName"):
        setattr(QFileDialog, name, lambda *_args, **_more: (monkey.pick(answers), ""))

    def choose(_desk, _purpose, _title, _suggestion, chosen, otherwise=lambda: None, kind=None):
        name = monkey.pick(NAMES)
        if monkey.chance(0.2):
            otherwise()
        else:
            chosen(folder / (name if kind is None else f"export.{kind.suffix}"))

    def ask(_parent, take, *_kinds_and_title, **_more):
        name = monkey.pick((None, "given.csv", "given.npz", "no/such.csv"))
        take(None if name is None else folder / name)

    Desk.choose = choose
    for module in (homework, importing, predicting):
        module.ask_file = ask
    folder.joinpath("given.csv").write_text(TABLES[0], encoding="utf-8")
    np.savez(folder / "given.npz", X=np.eye(4), y=np.arange(4) % 2, W1=np.ones((2, 4)), dW1=np.ones((2, 4)))


def file_command(monkey):
    """Save or open something, perhaps several times before anything is done."""
    done = [monkey.pick(COMMANDS) for _ in range(monkey.whole(1, 3))]
    for name in done:
        monkey.lab.actions[name].trigger()
        monkey.clock()
    return " ".join(done)


def go_beside(monkey):
    name = monkey.pick(("next_file", "previous_file"))
    monkey.lab.actions[name].trigger()
    return name


def answer_choice(monkey):
    """Press a button of the question about a file."""
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, Choices) and dialog.isVisible():
            button = monkey.pick(dialog.buttons.buttons())
            text = button.text()
            button.click()
            return text
    return answer(monkey)


def harm(monkey):
    """Change a file on disk, or damage it, or have it open elsewhere for a moment."""
    path = monkey.folder / monkey.pick(NAMES[:3])
    if not path.exists():
        return "nothing there"
    content = bytearray(path.read_bytes())
    way = monkey.pick(("again", "flip", "cut", "lock"))
    if way == "lock":
        lock = FileLock(path)
        monkey.locks = [lock] if lock.take() else []
    else:
        if way == "flip" and content:
            content[monkey.whole(0, len(content) - 1)] ^= 1 << monkey.whole(0, 7)
        path.write_bytes(content[: monkey.whole(0, len(content))] if way == "cut" else content)
    return f"{way} {path.name}"


def unlock(monkey):
    for lock in monkey.locks:
        lock.release()
    monkey.locks = []
    return ""


def write_note(monkey):
    text = monkey.pick(("", "Task for Tuesday", "über\n\U0001f600", "a" * 1_999))
    monkey.lab.document.set_note(text)
    return text[:20]


def read_again(monkey):
    """All of the document is the same after it was written and read."""

    def compare(document):
        written = b"".join(bytes(chunk) for chunk in document.pack())
        if b"".join(bytes(chunk) for chunk in Document.read(written).pack()) != written:
            monkey.blame("what was written is read as something else")

    monkey.lab.document.freeze(compare)
    return ""


TABLES = (
    "size;weight;kind\n" + "1,5;2;a\n2,5;x;b\n3,5;4;c\n4;5\n" * 9,
    "x,y\n" + "".join(f"{n},{17000 + 100 * n}\n" for n in range(40)),
    "one\n1\n2\n",
    "",
)


def import_table(monkey):
    """Open a table; the dialog stays open until something is done to it."""
    path = monkey.folder / "table.csv"
    path.write_text(monkey.pick(TABLES), encoding="utf-8")
    monkey.lab.commands.file.imports.import_file(path)
    return path.name


def use_import(monkey):
    """Import what the dialog shows, or change something in it, or give it up."""
    dialog = monkey.lab.commands.file.imports.dialog
    if dialog is None:
        return "no dialog"
    choices, ways = dialog.choices, ("import", "import", "cancel", "role", "kind", "file", "task")
    way, columns = monkey.pick(ways), len(dialog.preview.heads._headings)
    if way == "import":
        dialog.accept_button.click()
    elif way == "cancel":
        dialog.cancel_button.click()
    elif way in {"role", "kind"} and columns:
        values = {"role": ("input", "target", "ignore"), "kind": ("number", "category", "yes_no")}[way]
        dialog.preview.heads.edited.emit(monkey.whole(0, columns - 1), way, monkey.pick(values))
    elif way == "file":
        choices.file.boxes["separator"].edited.emit(monkey.pick((",", ";", "|")))
    elif way == "task":
        choices.task.task.segment(monkey.pick(("classification", "regression"))).click()
    return way


ACTS = {
    file_command: 14, go_beside: 3, answer_choice: 14, harm: 3, unlock: 2, write_note: 2, read_again: 3,
    import_table: 3, use_import: 12, drag_time: 3, key_time: 3, go_to: 3, bookmark: 3, command: 12, edit: 7,
    set_by_hand: 2, preset: 2, runs: 5, undo: 5, resize: 0.5, settle: 6, close: 0.4,
}  # fmt: skip
