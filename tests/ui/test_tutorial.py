"""Each section of the tutorial is reached from the start page in at most six clicks or keys.

BPLAB_TUTORIAL=folder keeps the pictures there.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QLabel

from bplab.experiment.parameters import parse_parameter
from bplab.ui.canvas.base.picks import Neuron

MOST = 6


class Reader:
    """A person at the start page, whose clicks and keys are counted."""

    def __init__(self, driver, folder):
        self.driver, self.lab = driver, driver.lab
        self.folder, self.acts = folder, []
        self.lab.window.resize(1440, 900)
        self.lab.window.move(0, 0)
        self.lab.window.activateWindow()
        self.lab.actions["start"].trigger()
        self.settle()

    def settle(self):
        self.driver.until_shown()
        self.driver.settle()

    def _click(self, part, at, what):
        """Click where a person could: the part is seen there."""
        assert part.isVisible(), what
        assert part.visibleRegion().contains(at), what
        QTest.mouseClick(part, Qt.MouseButton.LeftButton, pos=at)
        self.acts.append(what)
        self.settle()

    def button(self, button):
        self._click(button, button.rect().center(), button.text() or button.accessibleName())

    def key(self, key):
        QTest.keyClick(self.lab.window.focusWidget() or self.lab.window, getattr(Qt.Key, f"Key_{key}"))
        self.acts.append(f"key {key}")
        self.settle()

    def preset(self, name):
        """Turn the wheel until the card is seen, and click it."""
        card = self.lab.commands.file.start.gallery.cards[name]
        area = card
        while not isinstance(area, QAbstractScrollArea):
            area = area.parentWidget()
        area.ensureWidgetVisible(card)
        self.settle()
        self.button(card)

    def first(self):
        self.button(self.lab.commands.file.start.first.open)

    def tab(self, title):
        tabs = self.lab.workspace.dock.tabs
        place = [tabs.tabText(number) for number in range(tabs.count())].index(title)
        self._click(tabs, tabs.tabRect(place).center(), title)

    def chip(self, stage):
        chips = self.canvas.stages.chips
        self._click(chips, chips.box(stage).center().toPoint(), stage)

    def number(self, name):
        box = self.canvas.graph.values.layer.box_of(parse_parameter(name))
        assert box is not None, f"{name} has no number on the canvas"
        self._click(self.canvas.graph, box.center().toPoint(), name)

    def switch(self, to):
        self.button(self.microscope.forms.segment(to))

    @property
    def canvas(self):
        return self.lab.workspace.canvas

    @property
    def microscope(self):
        return self.lab.workspace.view("microscope")

    @property
    def sentence(self):
        assert self.canvas.stages.sentence.isVisible()
        return self.canvas.stages.sentence.text

    def on_canvas(self, pick, kind):
        """The words of a number on the network."""
        pills = self.canvas.graph.values.layer.pills
        found = [pill for pill in pills if (pill.position.pick, pill.position.kind) == (pick, kind)]
        assert len(found) == 1, (pick, kind)
        return found[0].saying.words

    @property
    def rows(self):
        """The lines of the Microscope that are seen without scrolling, as texts."""
        sheet = self.microscope.sheet
        seen = sheet.visibleRegion().boundingRect()
        shown = {stop.copy for stop in sheet.stops if seen.contains(stop.place.toRect())}
        rows = [row for card in self.microscope.page.cards for row in card.rows]
        return [
            [figure.text for figure in row.figures]
            for row in rows
            if all(repr(float(figure.value)) in shown for figure in row.figures)
        ]

    @property
    def hints(self):
        return [hint for card in self.microscope.page.cards for row in card.rows for hint in row.hints]

    @property
    def slope(self):
        """All words beside the slope."""
        panel = self.microscope.slope
        self.driver.until(lambda: panel.settled)
        assert panel.isVisible()
        return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())

    def picture(self, name):
        self.folder.mkdir(parents=True, exist_ok=True)
        assert len(self.acts) <= MOST, self.acts
        assert self.lab.window.grab().save(str(self.folder / f"{name}.png"))


@pytest.fixture
def reader(driver, tmp_path):
    return Reader(driver, Path(os.environ.get("BPLAB_TUTORIAL", tmp_path)))


def test_all_gradients_come_from_two_passes(reader):
    reader.first()
    reader.key("N")
    reader.chip("update")
    assert reader.sentence == (
        "All 17 gradients from 1 forward and 1 backward pass; by differences it takes 34 forward passes"
    )
    assert "→" in reader.on_canvas(parse_parameter("W1[1,1]"), "update")
    assert "→" in reader.on_canvas(parse_parameter("b1[1]"), "new b")
    assert "→" in reader.on_canvas(parse_parameter("b2[1]"), "new b")
    reader.picture("1-two-passes")


def test_the_batch_goes_forward_layer_by_layer(reader):
    reader.first()
    reader.key("N")
    assert reader.sentence == "Batch 1 of 9 of epoch 1: 32 examples enter"
    reader.key("N")
    assert reader.sentence == "Hidden 1: z = weighted inputs + bias, a = tanh z; kept for the way back"
    assert reader.on_canvas(Neuron(1, 0), "za") == "z 0.8564   a 0.694"
    reader.key("N")
    assert reader.sentence == "Output: z = weighted inputs + bias, a = sigmoid z; kept for the way back"
    assert reader.on_canvas(Neuron(2, 0), "za") == "z 0.946   a 0.720"
    reader.picture("2-forward")


def test_the_loss_is_written_out_for_an_example_and_for_the_batch(reader):
    reader.first()
    reader.key("N")
    reader.chip("loss")
    assert reader.sentence == "Loss of example 1: −ln 0.7204 = 0.328; mean of the batch 0.535"
    notes = [text for text, _, _ in reader.canvas.graph.values.layer._texts.notes()]
    assert notes == [
        "target 1.000",
        "output 0.720",
        "ℓ = −ln 0.7204 = 0.328",
        "L = mean of the batch = 0.535",
    ]
    reader.picture("3-loss")


def test_the_error_goes_back_layer_by_layer(reader):
    reader.preset("worked-example")
    reader.key("N")
    reader.chip("backward")
    assert reader.sentence == "Output: the error, by the chain rule: δ = (slope of the loss) · f′(z)"
    assert reader.on_canvas(Neuron(2, 0), "dt").startswith("δ 0.1385")
    reader.key("N")
    assert reader.sentence == "Hidden 1: its share of the error, by the chain rule: δ = (sum of w δ) · f′(z)"
    assert reader.on_canvas(Neuron(1, 0), "delta") == "δ 0.0088"
    assert reader.on_canvas(parse_parameter("W2[1,1]"), "dw") == "∂ 0.0822"
    reader.picture("4-backward")


def test_the_update_is_old_minus_rate_times_gradient(reader):
    reader.preset("worked-example")
    reader.key("N")
    reader.chip("update")
    assert reader.on_canvas(parse_parameter("W2[1,1]"), "update") == "0.4000 → 0.3589"
    assert reader.on_canvas(parse_parameter("b2[1]"), "b") == "b 0.6000"  # frozen: nothing is new
    reader.tab("Weights")
    table = reader.lab.workspace.view("weights").table
    assert table.isVisible()
    [row] = [line for line in table.values_text().splitlines() if line.startswith("W2[1,1]")]
    assert [f"{float(cell):.9f}" for cell in row.split("\t")[1:]] == [
        "0.400000000",
        "0.082167041",
        "0.358916480",
    ]
    assert "batch loss before 0.29837110876" in table.values_text()
    reader.picture("5-update")


def test_a_weight_at_the_output_has_three_factors(reader):
    reader.preset("worked-example")
    reader.number("W2[1,1]")
    reader.switch("chain")
    assert ["0.741", "0.187", "0.593", "0.0822"] in reader.rows
    assert reader.hints[:3] == ["output − target", "a (1 − a)", "a of Hidden 1, neuron 1"]
    reader.picture("6-weight-at-the-output")


def test_the_last_factor_of_a_bias_is_one(reader):
    reader.preset("worked-example-biases")
    reader.number("b2[1]")
    reader.switch("chain")
    [chain] = [row for row in reader.rows if len(row) == 4 and row[2] == "1"]
    assert chain == ["0.7414", "0.1868", "1", "0.138"]
    assert "1: it is a bias" in reader.hints
    reader.picture("7-bias")


def test_a_weight_of_the_first_layer_sums_over_its_paths(reader):
    reader.preset("worked-example")
    reader.number("W1[1,1]")
    reader.switch("chain")
    paths = [row for row in reader.rows if row[-1] in {"0.0554", "−0.0190"}]
    assert len(paths) == 2
    assert reader.rows[-2][-1] == "0.000439"
    reader.picture("8-weight-of-the-first-layer")


def test_the_slope_says_which_way_the_weight_moves_and_so_does_the_other_sign(reader):
    reader.preset("worked-example")
    reader.number("W2[1,1]")
    assert "Positive slope, so w moves left: downhill." in reader.slope
    assert "If only this weight moved:" in reader.slope
    reader.picture("9-slope-positive")
    reader.button(reader.microscope.slope.sign)
    assert "Negative slope, so w moves right: downhill." in reader.slope
    assert reader.lab.window.focusWidget() is reader.microscope.slope.sign
    reader.picture("9-slope-negative")


def test_why_the_error_vanishes_is_said_and_shown(reader):
    reader.preset("ten-sigmoid")
    reader.key("E")
    watch = reader.lab.diagnosing
    reader.driver.until(lambda: watch.desk is not None and watch.desk.notice.text != "")
    notice = watch.desk.notice
    assert notice.text.startswith("Vanishing gradient. sigmoid's slope f′ is the cause, not W; loss 0.69")
    reader.button(notice.why)
    view = reader.lab.workspace.view("gradients")
    assert view.isVisible()
    assert view.current.accessibleDescription().endswith("f′ is the cause.")
    reader.picture("10-vanishing")
