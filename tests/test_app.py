"""The window opens, and when it is closed the process has nothing left to do."""

import os
import subprocess
import sys

CLOSED = """
import gc, sys, threading
from PySide6.QtCore import QTimer
import bplab.app as app

make = app.make_lab

def made(qt):
    lab = make(qt)
    lab.actions["play"].trigger()
    QTimer.singleShot(0, lab.actions["quit"].trigger)
    return lab

app.make_lab = made
code = app.open_window()
others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
print(code, len(gc.get_objects()) < 10_000 < gc.get_freeze_count(), others)
"""


def test_after_quit_python_does_not_look_through_all_objects_for_cycles():
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", CLOSED], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "0 True []\n"


def test_what_is_slow_to_load_is_loaded_after_the_window_is_visible():
    program = (
        "import sys, bplab.app\n"
        "late = {'pyqtgraph', 'multiprocessing', 'bplab.ui.views.runs.view', 'bplab.ui.diagnoses.desk',\n"
        "'bplab.diagnosis.looking', 'bplab.data.csv.table', 'bplab.ui.homework.dialog',\n"
        "'bplab.ui.formula_sheet.making', 'bplab.ui.dialogs.help', 'bplab.ui.views.output.view',\n"
        "'html', 'logging.handlers', 'statistics', 'difflib'}\n"
        "print(sorted(late & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout.strip()) == ("", "[]")


VIEWED = """
import gc
import bplab.app as app
from bplab.ui.screen import begin
from PySide6.QtWidgets import QApplication

qt = begin(QApplication)
with app.opened(qt) as lab:
    lab.window.show()
    while not lab.pump.settled or lab.workspace.places["loss"].view is None:
        qt.processEvents()
    qt.processEvents()
    searched = {id(each) for each in gc.get_objects()}
    views = [place.view for place in lab.workspace.places.values() if place.view is not None]
    print(len(views) > 2, [view for view in views if id(view) in searched], len(searched) < 10_000)
"""


def test_views_and_what_they_load_are_not_searched_for_cycles(tmp_path):
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", VIEWED], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "True [] True\n"
