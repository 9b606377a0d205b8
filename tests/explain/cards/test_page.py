"""Every number of the Microscope is the engine's and what complex steps give; its arithmetic closes."""

import re
import time
from collections import Counter

import pytest

from bplab.experiment.parameters import Parameter, parse_parameter
from bplab.experiment.presets import preset
from bplab.experiment.spec import Experiment, Layer
from bplab.explain.cards.cells import Figure, Unit
from bplab.explain.digits import reproduces
from bplab.numerals import parsed as read


def figures(page):
    return [figure for card in page.cards for row in card.rows for figure in row.figures]


def rows(page, card=None):
    return [row for each in page.cards if card in (None, each.number) for row in each.rows]


def place_of(name):
    letter, layer, unit = re.fullmatch(r"([zaδ])(\d+)\[(\d+)\]", name).groups()
    return letter, int(layer) - 1, int(unit) - 1


def test_numbers_are_those_of_the_step_and_of_complex_steps(nets, draw):
    """∂ℓ/∂w, ∂ℓ/∂a and δ = ∂ℓ/∂z by another way altogether; z and a by their names."""
    seen = Counter()
    for _ in range(60):
        trace = nets.traced(nets.random_spec(draw, nets.smooth), draw.randint(0, 9))
        at, example = nets.any_parameter(draw, trace), draw.randrange(len(trace.x))
        for form in ("delta", "chain"):
            for figure in figures(nets.page_of(trace, at, example, form)):
                name, close = figure.name.plain, pytest.approx(figure.value, rel=1e-10, abs=1e-10)
                if re.fullmatch(r"[za]\d+\[\d+\]", name):
                    letter, layer, unit = place_of(name)
                    assert getattr(trace, letter)[layer][example, unit] == close
                elif re.fullmatch(r"δ\d+\[\d+\]", name):
                    assert nets.derivative(trace, example, "z", *place_of(name)[1:]) == close
                elif found := re.fullmatch(r"∂[ℓL]/∂([za]\d+\[\d+\])", name):
                    assert nets.derivative(trace, example, *place_of(found[1])) == close
                elif found := re.fullmatch(r"∂ℓ/∂([Wb].*)", name):
                    layer, *place = parse_parameter(found[1])
                    assert nets.derivative(trace, example, "w", layer, tuple(place)) == close
                elif found := re.fullmatch(r"(?:f′\(|∂a.*/∂)(z\d+\[\d+\])\)?", name):
                    letter, *place = place_of(found[1])
                    by_z, by_a = (nets.derivative(trace, example, each, *place) for each in (letter, "a"))
                    if trace.start.build.shape.layers[place[0]].activation == "softmax" or abs(by_a) < 1e-6:
                        continue
                    assert by_z / by_a == pytest.approx(figure.value, rel=1e-9, abs=1e-10)
                    name = "f′"
                else:
                    continue
                seen[re.sub(r"[\d\[\],]", "", name)] += 1
    assert min(seen[name] for name in ("z", "a", "δ", "f′", "∂ℓ/∂a", "∂ℓ/∂z", "∂ℓ/∂W", "∂ℓ/∂b")) > 5


def test_bars_and_their_mean_are_the_gradients(nets, draw):
    for _ in range(20):
        trace = nets.traced(nets.random_spec(draw, nets.smooth))
        at = nets.any_parameter(draw, trace)
        page = nets.page_of(trace, at, None, "chain")
        for example, bar in enumerate(page.bars):
            wanted = nets.derivative(trace, example, "w", at.layer, (at.source, at.unit))
            assert bar == pytest.approx(wanted, rel=1e-10, abs=1e-12)
        assert page.gradient.value == pytest.approx(page.bars.mean(), rel=1e-10, abs=1e-15)
        assert [card.number for card in page.cards] == [3]  # a mean of products is no product of means


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("count", [150, pytest.param(1000, marks=pytest.mark.slow)])
def test_arithmetic_closes_on_random_microscopes(nets, draw, count, dtype):
    sums, products = Counter(), Counter()
    for _ in range(count // 10):
        trace = nets.traced(nets.random_spec(draw).but(dtype=dtype), draw.randint(0, 20))
        for _ in range(10):
            page = nets.page_of(trace, nets.any_parameter(draw, trace), 0, draw.choice(["delta", "chain"]))
            for card in page.cards:
                for table in card.tables:
                    judge(table, sums, products)
    assert sum(sums.values()) > 0.7 * count
    assert sums[False] <= 0.15 * sum(sums.values())
    assert products[True] > 4 * count
    assert not products[False]


def judge(table, sums, products):
    """Work out a table as a reader does, with the digits printed."""
    for row in table.all_rows:
        factors = [piece for piece in row.pieces if isinstance(piece, Figure)]
        signs = "".join(piece for piece in row.pieces if isinstance(piece, str))
        if factors and not set(signs) - set(" ×()"):
            found = 1.0
            for factor in factors:
                found *= read(factor.text)
            products[reproduces(found, row.result.text) and row.closes] += 1
    if table.ends and 0 < len(table.rows) <= 8:
        total = table.ends[0].result.text
        adds = reproduces(sum(read(row.result.text) for row in table.rows), total)
        assert adds == table.ends[0].closes
        sums[adds] += 1
        assert len({len(row.result.text.partition(".")[2]) for row in table.rows}) == 1
        for column in zip(*(row.pieces for row in table.rows if row.pieces), strict=True):
            assert len({len(each.text.partition(".")[2]) for each in column}) == 1


def test_the_tutorials_first_weight_goes_over_both_outputs(nets):
    page = nets.page_of(nets.traced(preset("worked-example")), parse_parameter("W1[1,1]"), 0, "chain")
    paths, main = page.cards[0].tables
    assert [row.lead for row in paths.rows] == [r"\text{over Output 1}", r"\text{over Output 2}"]
    assert [figure.value for figure in main.rows[0].figures] == pytest.approx(
        [0.03635031, 0.24130071, 0.05, 0.00043857], abs=5e-9
    )
    assert paths.rows[0].hints == ("output − target", "a (1 − a)", "weight w", "")
    assert paths.rows[0].pieces[2].opens == Parameter(1, 0, 0)
    assert main.rows[0].pieces[2].opens == Unit(-1, 0)
    assert main.heads[-1] == r"\frac{\partial L}{\partial w}"
    [update] = page.cards[1].rows
    assert (update.result.value, update.note) == (pytest.approx(0.149780716, abs=5e-10), "so w shrinks")


def test_the_numbers_of_a_bias_end_in_a_factor_of_one(nets):
    page = nets.page_of(nets.traced(preset("worked-example")), parse_parameter("b1[1]"), 0, "chain")
    assert [figure.text for figure in page.cards[0].tables[-1].rows[0].figures][2] == "1"
    assert page.cards[1].rows[0].note == "frozen: it keeps its value"


def test_where_output_and_loss_cancel_it_is_said(nets):
    trace = nets.traced(Experiment(layers=(Layer(3),)))
    for form in ("delta", "chain"):
        page = nets.page_of(trace, parse_parameter("W2[1,1]"), 0, form)
        assert page.cards[form == "delta"].note == "output and loss together give a - t"


def test_a_negative_gradient_says_why_the_weight_grows(nets):
    trace = nets.traced(preset("worked-example"))
    note = rows(nets.page_of(trace, parse_parameter("W2[1,2]"), 0, "delta"), 3)[-1].note
    assert note == "w − 0.5 × (−0.0226) = w + 0.0113, so w grows"


def test_of_many_terms_the_strongest_stand_there_and_the_others_together(nets):
    page = nets.page_of(nets.traced(preset("digits")), parse_parameter("W1[29,3]"), 0, "delta")
    terms = page.cards[0].tables[0].rows
    assert (len(terms), terms[-2].lead, terms[-1].lead) == (9, r"\text{57 more, together}", r"\text{bias}")
    assert [row.lead for row in terms if row.marked] == ["i = 29"]
    assert sum(row.result.value for row in terms) == pytest.approx(
        page.cards[0].tables[0].ends[0].result.value
    )


def test_up_to_64_paths_are_written_out_and_the_rest_is_counted(nets):
    trace = nets.traced(Experiment(layers=(Layer(2), Layer(100))))
    paths = nets.page_of(trace, parse_parameter("W1[1,1]"), 0, "chain").cards[0].tables[0]
    assert (len(paths.rows), paths.rows[-1].lead) == (64, r"\text{37 more, together}")
    assert paths.ends[0].lead == r"\text{sum of all 100 paths}"


def test_a_neuron_of_a_layer_512_wide_is_looked_at_within_50_ms(nets):
    trace = nets.traced(Experiment(layers=(Layer(512), Layer(512)), batch_size=10))
    taken = []
    for _ in range(5):
        begin = time.process_time()
        nets.page_of(trace, Unit(1, 7), 0, "delta")
        nets.page_of(trace, Parameter(0, 1, 7), 0, "chain")
        taken.append((time.process_time() - begin) / 2)
    assert min(taken) < 0.05


def test_a_neuron_says_which_part_of_the_batch_is_flat(nets):
    curve = nets.page_of(nets.traced(preset("ten-sigmoid")), Unit(0, 0), 0, "delta").curve
    assert (curve.largest, curve.at) == (pytest.approx(0.25), pytest.approx(0))
    sigma = 1 / (1 + 2.718281828459045**-curve.batch)
    assert list(curve.flat) == list(sigma * (1 - sigma) < 0.025)
    assert curve.x[-1] >= abs(curve.batch).max()
    assert nets.page_of(nets.traced(preset("digits")), Unit(2, 0), 0, "delta").curve is None
