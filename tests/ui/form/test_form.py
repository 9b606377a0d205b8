from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest

from bplab.experiment.edits import with_dataset
from bplab.experiment.settings import settings_of
from bplab.experiment.spec import DataSpec, Experiment
from bplab.training.build import build
from bplab.ui.controls.number import NumberField
from bplab.ui.controls.slider import MARGIN
from bplab.ui.form.editors import ChoiceEditor, NumberEditor, SliderEditor
from bplab.ui.form.fields import ROWS

# Tooltips and menus come to the front, which the offscreen platform cannot do.
pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


def names(session):
    stack = session.undo_stack
    return [stack.text(i) for i in range(stack.count())]


def drag(slider, *places):
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(places[0], 10))
    for x in places[1:]:
        QTest.mouseMove(slider, QPoint(x, 10))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(places[-1], 10))


def test_the_form_shows_the_session_s_experiment(form):
    assert form.editor("learning_rate").number.text() == "0.03"
    assert form.editor("data.train_percent").number.text() == "70 / 30"
    assert form.editor("batch_size").number.text() == "32"
    assert form.editor("loss").choice.value == "binary_cross_entropy"
    assert form.editor("seed").number.text() == "2"
    assert form.picker.thumbnails["spiral"].isChecked()
    assert form._size.text() == "400 examples"


def test_every_declared_setting_of_data_and_training_has_its_row():
    shown = {row.path for row in ROWS} | {row.beside.path for row in ROWS if row.beside}
    of_data = {f"data.{name}" for name, _ in settings_of(DataSpec)} - {
        "data.name",
        "data.playground_seed",
    }  # thumbnails, links
    of_training = {name for name, _ in settings_of(Experiment)} - {"frozen"}  # set on the canvas
    assert of_data | of_training <= shown


def test_a_drag_is_one_undo_step_and_undo_shows_the_old_value(form, session):
    slider = form.editor("learning_rate").slider
    drag(slider, MARGIN + 80, MARGIN + 120, MARGIN + 160, MARGIN + 200)
    assert session.spec.learning_rate > 0.03
    assert names(session) == [f"Change learning rate to {session.spec.learning_rate:g}"]
    session.undo_stack.undo()
    assert form.editor("learning_rate").number.text() == "0.03"
    assert slider.number == 0.03


def test_two_drags_are_two_undo_steps(form, session):
    slider = form.editor("data.noise").slider
    drag(slider, MARGIN + 20, MARGIN + 40)
    drag(slider, MARGIN + 60, MARGIN + 80)
    assert len(names(session)) == 2


def test_any_learning_rate_can_be_typed_beside_the_slider(form, session, qtbot):
    number = form.editor("learning_rate").number
    number.setFocus()
    qtbot.waitUntil(number.hasFocus)
    number.selectAll()
    QTest.keyClicks(number, "0.0123")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert session.spec.learning_rate == 0.0123
    assert form.editor("learning_rate").slider.number == 0.0123


def test_a_loss_that_needs_another_output_brings_it_along(form, session):
    choice = form.editor("loss").choice
    choice.setCurrentIndex(choice.findText("Categorical cross-entropy"))
    choice.activated.emit(choice.currentIndex())
    assert (session.spec.loss, session.spec.output.activation) == ("categorical_cross_entropy", "softmax")
    assert names(session) == ["Change loss to Categorical cross-entropy"]


def test_losses_that_do_not_fit_the_data_say_why(form, session):
    session.edit("Change data", with_dataset(session.spec, "bumps"))
    choice = form.editor("loss").choice
    row = choice.findText("Binary cross-entropy")
    assert not choice.model().item(row).isEnabled()
    assert "numbers" in choice.itemData(row, Qt.ItemDataRole.ToolTipRole)


def test_choosing_a_penalty_gives_it_a_rate_that_acts(form, session):
    editor = form.editor("regularization")
    assert not editor.beside.number.isEnabled()
    assert "Choose L1 or L2" in editor.beside.number.toolTip()
    editor.choice.edited.emit("l2")
    assert session.spec.regularization_rate == 0.001
    assert editor.beside.number.isEnabled()
    assert editor.beside.number.text() == "0.001"


def test_dice_draw_another_seed(form, session):
    QTest.mouseClick(form.editor("seed").new, Qt.MouseButton.LeftButton)
    assert session.spec.seed != 2
    assert form.editor("seed").number.text() == str(session.spec.seed)
    assert names(session)[0].startswith("Change seed to ")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.path)
def test_every_row_explains_itself_and_shows_every_data_set(form, session, row):
    editor = form.editor(row.path)
    assert editor.declared.tip
    for name in ("digits", "xor_points", "worked_example", "plane", "circle"):
        session.edit("Change data", with_dataset(session.spec, name))
        why = row.why(session.spec)
        assert all(field.isEnabled() is not bool(why) for field in editor.fields)


def test_noise_is_out_of_reach_for_digits_and_says_why(form, session):
    session.edit("Change data", with_dataset(session.spec, "digits"))
    editor = form.editor("data.noise")
    assert not editor.slider.isEnabled()
    assert "without noise" in editor.toolTip()
    assert editor.number.text() == "–"
    assert form.editor("data.points").number.text() == "–"
    assert form._size.text() == "1,797 examples"


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [("sgd", set()), ("momentum", {"momentum"}), ("adamw", {"beta1", "beta2", "weight_decay"})],
)
def test_only_what_the_optimizer_reads_is_shown(form, session, optimizer, expected):
    form.more.set_open(True)
    session.edit("Change optimizer", session.spec.but(optimizer=optimizer))
    own = {"momentum", "beta1", "beta2", "alpha", "weight_decay"}
    assert {path for path in own if form.editor(path).isVisible()} == expected


def test_settings_that_cannot_go_together_are_refused_with_a_sentence(form, session, qtbot):
    form.more.set_open(True)
    editor = form.editor("data.validation_percent")
    with qtbot.waitSignal(session.failed) as failed:
        editor.number.edited.emit(60)
    assert "more than 100 %" in failed.args[0]
    assert session.spec.data.validation_percent == 0
    assert editor.number.text() == "0"


def test_a_validation_part_shows_in_the_split(form, session):
    form.editor("data.validation_percent").number.edited.emit(10)
    assert form.editor("data.train_percent").number.text() == "70 / 10 / 20"
    assert form.editor("data.train_percent").label == "Train / validation / test"


def test_dropout_is_set_for_all_hidden_layers(form, session):
    form.editor("layers.*.dropout").number.edited.emit(0.2)
    assert {layer.dropout for layer in session.spec.layers} == {0.2}


@pytest.mark.parametrize("path", ["layers.*.dropout", "skip"])
def test_what_acts_on_hidden_layers_says_so_where_there_is_none(form, session, path):
    editor = form.editors[path]
    assert all(field.isEnabled() for field in editor.fields)
    session.edit("none", session.spec.but(layers=()))
    assert not any(field.isEnabled() for field in editor.fields)
    session.undo_stack.undo()
    assert all(field.isEnabled() for field in editor.fields)


def test_features_are_ticked_and_the_last_one_stays(form, session):
    choice = form.editor("data.features").choice
    choice._actions["x_squared"].trigger()
    assert session.spec.data.features == ("x", "y", "x_squared")
    assert choice.text() == "x₁, x₂, x₁²"
    for name in ("x", "y"):
        choice._actions[name].trigger()
    assert not choice._actions["x_squared"].isEnabled()


def test_what_is_odd_about_the_data_is_said_under_their_rows(form, session):
    def show_data():
        form.notes.show_snapshot(SimpleNamespace(notes=build(session.spec).notes))

    show_data()
    assert not form.notes.isVisible()
    session.edit("Change data", with_dataset(session.spec, "xor_points"))
    show_data()
    assert form.notes.isVisible()
    assert form.notes.text().startswith("There are only 4 training examples, fewer than a batch of 32")
    session.edit("Change batch size", session.spec.but(batch_size=0))
    show_data()
    assert not form.notes.isVisible()


def test_primary_rows_lie_where_the_picture_has_them(form):
    def top(widget):
        return widget.mapTo(form, QPoint(0, 0)).y()

    first = top(form.picker.thumbnails["circle"])
    assert top(form.picker.thumbnails["spiral"]) - first == 78
    assert abs(top(form.editor("data.noise")) - first - 160) <= 1
    assert top(form.editor("data.train_percent")) - top(form.editor("data.noise")) == 43
    assert top(form.editor("optimizer").choice) - top(form.editor("loss").choice) == 36
    assert form.editor("loss").choice.height() == 28
    assert form.editor("loss").choice.mapTo(form, QPoint(0, 0)).x() == 92


def test_nothing_is_wider_than_the_sidebar(form, session):
    form.more.set_open(True)
    for name in ("moons", "digits", "worked_example", "bumps", "function"):
        session.edit("Change data", with_dataset(session.spec, name))
        assert form.widget().minimumSizeHint().width() <= 264


def test_the_bar_appears_only_when_there_is_more_to_see(form, qtbot):
    assert not form.bar.isVisible()
    form.more.set_open(True)
    qtbot.waitUntil(form.bar.isVisible)
    form.bar.setValue(100)
    assert form.verticalScrollBar().value() == 100


def test_rows_use_the_control_that_fits_the_rule(form):
    assert isinstance(form.editor("batch_size"), SliderEditor)
    assert isinstance(form.editor("schedule"), ChoiceEditor)
    assert isinstance(form.editor("clip"), NumberEditor)


def test_the_form_changes_its_colors_with_the_theme(form, theme):
    theme.set_mode("dark")
    image = form.grab().toImage()
    assert image.pixelColor(4, 400) == theme.color("panel")
    assert image.pixelColor(263, 200) == theme.color("line")


def test_a_row_that_fails_keeps_no_other_from_showing_the_experiment(form, session, qtbot, monkeypatch):
    def fail(_value):
        raise RuntimeError("cannot be shown")

    before = session.spec.learning_rate
    with qtbot.captureExceptions() as told, monkeypatch.context() as failing:
        failing.setattr(form.editor("learning_rate"), "show_value", fail)
        session.edit("Rate", session.spec.but(learning_rate=0.5, schedule="cosine", epochs=30, seed=7))
    assert "cannot be shown" in str(told[0][1])
    assert form.editor("learning_rate").number.value == before
    assert form.editor("schedule").choice.value == "cosine"
    assert form.editor("epochs").number.value == 30
    assert form.editor("seed").number.text() == "7"
    session.edit("Seed", session.spec.but(seed=8))
    assert form.editor("learning_rate").number.value == 0.5  # it is tried again


def test_an_edit_writes_and_tells_only_what_has_changed(form, session, qapp):
    class Changes(QObject):
        tips = 0

        def eventFilter(self, watched, event):
            self.tips += event.type() == QEvent.Type.ToolTipChange
            return False

    changes = Changes()
    for widget in (
        *form.editors.values(),
        *(field for each in form.editors.values() for field in each.fields),
    ):
        widget.installEventFilter(changes)
    written = []
    for editor in form.editors.values():
        for field in editor.fields:
            if isinstance(field, NumberField):
                field.textChanged.connect(written.append)
    form.edit("data.noise", 35.0)
    assert written == ["35"]
    assert not changes.tips
