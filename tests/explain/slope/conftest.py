"""Parameters of the worked example before its step."""

import pytest

from bplab.experiment.parameters import parse_parameter
from bplab.experiment.presets import preset
from bplab.explain.slope.point import Point
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer


@pytest.fixture
def worked():
    trace = trace_step(Trainer(preset("worked-example")).next_step())
    return lambda name: Point(trace, parse_parameter(name))
