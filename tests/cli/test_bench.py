"""The bench measures what it says: every engine the same problem from the same start."""

import json
import sys

import numpy as np
import pytest

from bplab.cli import bench, bench_checkouts, bench_files, bench_limits, bench_measure, bench_rewind
from bplab.cli.bench_engines import PEERS, lab, peers, scikit_learn
from bplab.cli.bench_measure import Row, cases, measure
from bplab.cli.bench_nets import NETS, RATES, Case, problem
from bplab.training.timeline import size_of
from bplab.training.trainer import Trainer


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(bench_measure, "SECONDS", 0.001)
    monkeypatch.setattr(bench, "SECONDS", 0.001)
    monkeypatch.setattr(bench_limits, "SECONDS", 0.001)
    monkeypatch.setattr(bench_checkouts, "SECONDS", 0.001)
    monkeypatch.setattr(bench, "peers", list)
    monkeypatch.setattr(bench_measure, "peers", list)


@pytest.mark.parametrize("optimizer", RATES)
@pytest.mark.parametrize("net", "ABCD")
def test_every_net_learns_by_every_optimizer(net, optimizer):
    engine = lab(problem(Case(net, optimizer=optimizer)), with_statistics=True)
    before = engine.loss()
    engine.train(10)
    assert engine.loss() < before


# With one output, scikit-learn's is linear, so that its losses are others.
COMPARED = [(net, name) for net in "ABCE" for name in peers() if name != "sklearn" or net == "C"]


@pytest.mark.parametrize("optimizer", RATES)
@pytest.mark.parametrize(("net", "name"), COMPARED)
def test_others_go_the_same_way_from_the_same_start(net, optimizer, name):
    given = problem(Case(net, "float64", optimizer))
    ours = lab(given, with_statistics=False)
    other = scikit_learn(given, 1, shuffle=False) if name == "sklearn" else PEERS[name](given, 1)
    for _ in range(2):
        assert other.loss() == pytest.approx(ours.loss(), rel=1e-4 if optimizer == "adam" else 1e-9)
        ours.train(2)
        other.train(2)


def test_all_cases_are_those_of_the_table():
    assert [case.net for case in cases("ace", full=False)] == ["A", "C", "E"]
    every = list(cases("AB", full=True))
    assert len(every) == len(set(every)) == 2 * 2 * 3 * 2
    assert {case.threads for case in every} == {1, 2}


def test_a_measurement_has_a_row_an_engine(quick):
    plain, statistics = measure(Case("A"), rounds=3, seconds=0.001)
    assert isinstance(plain, Row)
    assert (plain.engine, plain.mode, statistics.mode) == ("lab", "plain", "statistics")
    assert 0 < plain.cpu_us <= plain.cpu_median_us
    assert 0 < plain.wall_us <= plain.wall_median_us
    assert plain.loss_after < plain.loss_before
    assert (plain.loss_before, plain.loss_after) == (statistics.loss_before, statistics.loss_after)


def test_the_short_table_has_a_row_a_net(bplab, quick):
    done = bplab("bench", "--nets", "ac", "--rounds", 1)
    assert done.code == 0
    assert [line[0] for line in done.lines[2:]] == ["A", "C"]
    assert bplab("bench", "--nets", "X").code == 2
    assert bplab("bench", "--nets", "").code == 2


def test_json_is_a_list_of_rows(bplab, quick):
    rows = json.loads(bplab("bench", "--json", "--nets", "AB", "--rounds", 1).out)
    wanted = {"net", "engine", "mode", "dtype", "cpu_us", "wall_us", "loss_before", "loss_after"}
    assert [row["net"] for row in rows] == ["A", "A", "B", "B"]
    assert all(wanted <= set(row) for row in rows)


def test_the_full_table_has_every_case(bplab, quick):
    done = bplab("bench", "--full", "--nets", "A", "--rounds", 1)
    assert done.out.count("lab plain") == done.out.count("lab statistics") == 12
    assert "A, float64, adam, 2 threads" in done.out


def test_a_rewind_is_timed_after_a_short_run_that_stands_for_an_hour(bplab, monkeypatch):
    monkeypatch.setattr(bench_rewind, "REWINDS", 3)
    done = bplab("bench", "--rewind", "--seconds", 0.3)
    assert done.code == 0
    assert done.lines[0].startswith("3,020 parameters, adam, float64")
    assert "with 0.01% of its bytes" in done.lines[0]
    assert [line.split(":")[0] for line in done.lines[-2:]] == [
        "3 rewinds, CPU time",
        "3 rewinds, wall clock",
    ]


def test_the_short_run_keeps_what_an_hour_would_for_as_many_steps():
    trainer = Trainer(bench_rewind.LARGEST)
    size = size_of(trainer.checkpoint())
    made = bench_rewind.train(trainer, 0.3, 2 * size)
    assert len(made.run.timeline.checkpoints) <= 2
    assert made.run.trainer.step > 0
    assert 0 < made.marking < made.spent.cpu


def test_limits_give_a_floor_for_every_net(bplab, quick):
    done = bplab("bench", "--limits", "--nets", "AD")
    assert done.code == 0
    assert done.out.count("GFLOP/s") == 2
    rows = [line.split() for line in done.lines if line[0] in "AD"]
    assert len(rows) == 4
    for _, calls, of_calls, of_products, floor in rows:
        assert int(calls) > 10
        assert float(of_calls) + float(of_products) == pytest.approx(float(floor), abs=0.02)


def test_the_flops_of_a_step_are_counted_by_hand():
    net = NETS["A"]
    assert bench_limits.flops(net) == 10 * (4 * 2 * 4 + 6 * 4 * 2 + 6 * 2 * 1)


def test_presets_stand_beside_those_of_another_checkout(bplab, quick):
    done = bplab("bench", "--presets", "worked-example", "--rounds", 1, "--against", bench_checkouts.HERE)
    name, epochs, share, against, ratio, low, _, high = done.lines[-1].split()
    assert name == "worked-example"
    assert float(against) / float(epochs) == pytest.approx(1 / float(ratio), rel=0.02)
    assert low == ratio == high
    assert 0 <= float(share.rstrip("%")) <= 100  # of one round, which a busy machine may measure badly
    assert bplab("bench", "--presets", "worked-example", "--against", "no-such-folder").code == 2
    assert bplab("bench", "--presets", "no-such-preset").code == 2


def test_a_step_is_measured_beside_another_checkouts(bplab, quick):
    done = bplab("bench", "--nets", "A", "--rounds", 1, "--against", bench_checkouts.HERE)
    assert [line.split()[:2] for line in done.lines[-2:]] == [["A", "plain"], ["A", "statistics"]]
    own, other, ratio, *_ = done.lines[-1].split()[2:]
    assert float(other) / float(own) == pytest.approx(float(ratio), abs=0.01)


def test_the_ratio_is_that_of_neighbors_as_the_machine_changes_its_pace():
    times = np.array([[1.0, 1.5], [4.0, 6.0], [2.0, 3.0], [9.0, 2.7], [1.8, 9.0]])
    found = bench_checkouts.Comparison(times)
    assert found.ratios.split() == ["1.50", "1.50", "to", "1.50"]
    assert found.fastest == [1.0, 1.5]


def test_who_is_measured_first_changes_from_round_to_round():
    order = []

    class Side:
        def __init__(self, seconds):
            self.cost = seconds

        def seconds(self, name, epochs):
            order.append(self.cost)
            return self.cost

    found = bench_checkouts.compared([Side(1.0), Side(2.0)], "A:plain", 3)
    assert order[2:] == [1.0, 2.0, 2.0, 1.0, 1.0, 2.0]
    assert found.times.tolist() == [[1.0, 2.0]] * 3


def test_a_file_is_timed_beside_numpys(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    document = bench_files.large(steps=40_000, widths=(8,))
    assert (document.run(1).now.step, document.run(1).history.steps.count) == (40_000, 40_000)
    lines = list(bench_files.report(rounds=2, document=document))
    assert [line.split()[0] for line in lines[2:]] == ["save", "open"]
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_brings_its_own_python_does_not_compare_checkouts(bplab, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    done = bplab("bench", "--presets", "worked-example", "--rounds", 1)
    assert (done.code, "in a checkout" in done.err) == (2, True)
