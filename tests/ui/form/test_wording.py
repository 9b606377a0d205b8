import pytest

from bplab.experiment.spec import DataSpec, Experiment
from bplab.ui.form import wording
from bplab.ui.form.values import declared, value_of, with_value


@pytest.mark.parametrize(
    ("path", "value", "shown", "text"),
    [
        ("learning_rate", 0.1, "0.1", "Change learning rate to 0.1"),
        ("beta1", 0.8, "0.8", "Change β₁ to 0.8"),
        ("batch_size", 0, "all", "Change batch size to full batch"),
        ("batch_size", 16, "16", "Change batch size to 16"),
        ("data.stratify", False, "", "Turn off same class shares in each part"),
        ("skip", True, "", "Turn on link from input to output"),
        ("optimizer", "adam", "", "Change optimizer to Adam"),
        ("data.name", "spiral", "", "Change data set to Spiral"),
        ("data.train_percent", 60, "60 / 40", "Change train / test to 60 / 40"),
    ],
)
def test_an_edit_is_called_by_what_it_does(path, value, shown, text):
    assert wording.edit_text(declared(path), value, shown) == text


@pytest.mark.parametrize(
    ("name", "text"), [("circle", "20"), ("gauss", "20"), ("moons", "σ 0.40"), ("sine", "σ 0.20")]
)
def test_noise_reads_as_playground_counts_it_or_as_a_deviation(name, text):
    spec = Experiment(data=DataSpec(name, noise=20))
    assert wording.noise_text(spec.data.noise, spec) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("circle", "400 examples"),
        ("xor_points", "4 examples"),
        ("worked_example", "1 example"),
        ("digits", "1,797 examples"),
    ],
)
def test_the_size_is_counted_in_words(name, text):
    assert wording.size_text(Experiment(data=DataSpec(name))) == text


def test_numbers_keep_the_digits_that_matter():
    spec = Experiment()
    assert [wording.plain_number(value, spec) for value in (0.03, 1e-5, 10.0, 1234)] == [
        "0.03",
        "1e-05",
        "10",
        "1,234",
    ]


def test_a_setting_is_read_and_changed_by_its_path():
    spec = Experiment()
    for path, value in (("data.noise", 12.0), ("seed", 7), ("layers.*.dropout", 0.5), ("data.name", "xor")):
        assert value_of(with_value(spec, path, value), path) == (
            value if spec.layers or "*" not in path else None
        )


def test_layers_that_differ_have_no_common_value():
    from bplab.experiment.spec import Layer

    spec = Experiment(layers=(Layer(2, dropout=0.1), Layer(2)))
    assert value_of(spec, "layers.*.dropout") is None
