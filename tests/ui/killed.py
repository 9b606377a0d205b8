"""A window that trains and is edited all the time, until it is killed; run by test_kills.py in a process."""

import sys
from itertools import count

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from bplab.app import opened
from bplab.storage.recovery import Session
from bplab.ui.screen import begin

EDIT = 40  # ms between two edits


def say(*words: object) -> None:
    """Tell the test."""
    print(*words, flush=True)


def tell_what_is_kept() -> None:
    """Say of each snapshot that it is on disk, with the note in it."""
    keep = Session.keep

    def kept(session, document, name=""):
        keep(session, document, name)
        say("kept", document.note)

    Session.keep = kept


class Restless:
    """Recovers what was left behind, then edits and trains."""

    def __init__(self, lab):
        self.lab = lab
        self.numbers = count(1)
        self.timer = QTimer(interval=EDIT)
        self.timer.timeout.connect(self.edit)
        lab.document.adopted.connect(self.recovered)
        lab.keeping.recovering.found.connect(self.recover)
        lab.commands.file.show_start()
        lab.keeping.recovering.look()
        lab.keeping.recovering._worker.do(lambda: None, self.begin, self.begin)

    def recover(self):
        newest, *others = self.lab.commands.file.start.cards.cards
        newest.recover.click()
        for card in others:
            card.discard.click()

    def recovered(self, document):
        say("recovered", document.note)
        self.numbers = count(int(document.note) + 1)
        self.work()

    def begin(self, _nothing):
        if not self.lab.keeping.recovering.offered:
            say("nothing")
            self.work()

    def work(self):
        self.lab.commands.train.play_or_pause()
        self.timer.start()

    def edit(self):
        self.lab.document.set_note(str(next(self.numbers)))


def main() -> None:
    tell_what_is_kept()
    app = begin(QApplication)
    with opened(app) as lab:
        lab.window.show()
        restless = Restless(lab)
        if sys.argv[1:]:  # seconds after which a person closes it, and saves nothing
            QTimer.singleShot(round(1000 * float(sys.argv[1])), app.quit)
        app.exec()
        restless.timer.stop()


if __name__ == "__main__":
    main()
