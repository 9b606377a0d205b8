"""The numbers of one example on the graph: when they are shown, where, and for which example."""

from operator import is_not
from time import monotonic

from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.ui.canvas.base.connections import Connections
from bplab.ui.canvas.base.fine import FineWidget
from bplab.ui.canvas.base.layout import GraphLayout
from bplab.ui.canvas.base.numbers import Numbers
from bplab.ui.canvas.base.picks import Neuron, Pick
from bplab.ui.canvas.base.scene import Scene
from bplab.ui.canvas.labels.digits import Digits, digits_of
from bplab.ui.canvas.labels.example_picker import TALL, ExamplePicker
from bplab.ui.canvas.labels.layer import NumberLayer
from bplab.ui.canvas.labels.positions import positions_of
from bplab.ui.canvas.labels.values import LabelTexts, is_frozen
from bplab.ui.style.theme import Theme

OFTEN = 0.19  # seconds between two repaints of the numbers while training runs: nobody reads faster
INSET, BOTTOM = 16, 10


class ExampleNumbers:
    """Connects the layer of numbers, the picker, and the latest numbers."""

    def __init__(self, graph: FineWidget, theme: Theme, numbers: Numbers, layer: NumberLayer) -> None:
        self._graph, self._numbers = graph, numbers
        self.layer = layer
        self.picker = ExamplePicker(theme, graph)
        self.picker.hide()
        self.example: int | None = None  # the example whose numbers are painted, by its row in the data set
        self._key: object = None
        self._digits_of: tuple[object, ...] = ()  # for which these were chosen
        self._found = Digits()
        self._shown = 0.0

    def wanted(self, layout: GraphLayout, selected: Pick) -> bool:
        """Whether any number of an example is visible."""
        if self._numbers.neuron_mode == "delta" or self._numbers.light.on:
            return True
        return layout.numbers or isinstance(selected, Neuron | Parameter)

    def show(
        self,
        spec: Experiment,
        shape: Shape,
        layout: GraphLayout,
        connections: Connections | None,
        scene: Scene,
    ) -> bool:
        """Show the latest numbers at their positions; False if it is too early for it while training runs."""
        known = connections is not None and self._numbers.snapshot is not None
        wanted = known and self.wanted(layout, scene.selected)
        now = monotonic()
        key = (wanted, layout, connections, scene.selected, scene.looked_at, spec, self._run, scene.light)
        fresh = key != self._key
        if self._numbers.running and not fresh and now - self._shown < OFTEN:
            return False
        self._key, self._shown = key, now
        self.example = self._numbers.trace.row if wanted and self._numbers.trace is not None else None
        if not wanted and not self.layer.pills:
            self._show_picker(scene, shown=False)
            return True
        positions = self.layer.positions
        if fresh:
            positions = []
            if wanted and connections is not None:
                positions = positions_of(
                    shape, layout, connections, scene.selected, scene.looked_at, scene.light,
                    lambda bias: not is_frozen(spec, bias),
                )  # fmt: skip
        texts = LabelTexts(spec, shape, self._numbers, self._digits(spec, shape, layout))
        self.layer.show(positions, texts, layout, self._graph.size(), self._graph.ratio)
        self._show_picker(scene, shown=wanted and self._numbers.trace is not None)
        return True

    def _digits(self, spec: Experiment, shape: Shape, layout: GraphLayout) -> Digits:
        """Choose the digits where all numbers stand together, and can be checked."""
        weights, trace = self._numbers.matrices.get("weights"), self._numbers.trace
        if not layout.numbers or weights is None or trace is None:
            return Digits()
        of = spec, weights, trace, self._numbers.running
        if len(self._digits_of) != len(of) or any(map(is_not, of, self._digits_of)):
            self._digits_of = of
            self._found = digits_of(spec, shape, weights, trace, hurried=self._numbers.running)
        return self._found

    @property
    def _run(self) -> int | None:
        # The numbers of another run start anew, at their own widths.
        return self._numbers.snapshot.run if self._numbers.snapshot is not None else None

    def has_choice(self, scene: Scene) -> bool:
        """Whether to offer examples; a presentation leaves out what cannot be used."""
        trace = self._numbers.trace
        return not scene.presented or trace is None or trace.count > 1

    def _show_picker(self, scene: Scene, shown: bool) -> None:
        trace = self._numbers.trace
        if trace is not None:
            number = self.picker.shown if trace.example is None else trace.example + 1
            stop = self._numbers.stop
            self.picker.set_value(stop, min(number, trace.count), trace.count, own=trace.is_own)
        self._place_picker(scene)
        self.picker.setVisible(shown and self.has_choice(scene))
        inside = not self.picker.isHidden() and scene.picker == "inside"
        scene.left = INSET + (self.picker.width() + INSET if inside else 0)

    def _place_picker(self, scene: Scene) -> None:
        room = (self.picker.parentWidget() or self._graph).height()
        if scene.picker != "sentence":
            top = room - TALL - BOTTOM if scene.picker == "inside" else (room - TALL + 2) // 2
            self.picker.move(INSET, top)
