"""What happens in the training thread is heard in the window by all at once."""

import threading

from PySide6.QtCore import QCoreApplication, QObject

from bplab.training.snapshot import RunState
from bplab.ui.live.bridge import Bridge


class Receiver(QObject):
    def __init__(self):
        super().__init__()
        self.heard = []

    def take_state(self, run, state):
        self.heard.append((run, state, threading.current_thread()))


def test_an_event_of_another_thread_is_heard_by_all_receivers_at_once(qapp):
    bridge, receivers = Bridge(), [Receiver() for _ in range(3)]
    for receiver in receivers:
        bridge.run_state.connect(receiver.take_state)
    thread = threading.Thread(target=bridge.on_run, args=(7, RunState.RUNNING))
    thread.start()
    thread.join()
    assert [receiver.heard for receiver in receivers] == [[]] * 3
    QCoreApplication.sendPostedEvents(bridge)  # the events of this one object
    assert [receiver.heard for receiver in receivers] == [
        [(7, RunState.RUNNING, threading.main_thread())]
    ] * 3
