"""What the graph shows besides the numbers: selection, hovered items and hints."""

from dataclasses import dataclass
from typing import Literal

from bplab.ui.canvas.base.numbers import NeuronMode
from bplab.ui.canvas.base.picks import Neuron, Pick
from bplab.ui.canvas.base.surroundings import Surroundings
from bplab.ui.canvas.stages.light import Light

PickerPlace = Literal["inside", "above", "sentence"]  # of the picture, over the titles, beside the sentence


@dataclass
class Scene:
    """What the picture shows besides the numbers."""

    selected: Pick = None
    current: Pick = None  # the keyboard position; ringed while the graph has the focus
    pointed: Pick = None  # under the pointer
    grip: int | None = None  # the column whose grip is shown
    grip_hint: str = ""
    hint: bool = False  # "Press Space to train"
    neurons: NeuronMode = "map"  # what neurons show
    legend: str = ""  # what connections show, if the row over the cards has no room to say it
    left: float = 16.0  # where the lowest line begins, beside the picker
    plain: bool = False  # titles instead of cards
    picker: PickerPlace = "inside"
    presented: bool = False  # nothing offers to edit
    bare: bool = False  # presented where captions have nothing to say
    captions: bool = True  # what colors and lines mean, under the picture
    light: Light = Light()  # noqa: RUF009 (frozen)
    silenced: frozenset[Neuron] = frozenset()  # by dropout, in the example of a walk
    keys: bool = False  # whether the keyboard position is ringed

    def around(self, *, choice: bool) -> Surroundings:
        """What stands around the picture; `choice`: there are examples to pick."""
        picker = self.picker == "inside" and choice
        return Surroundings(self.plain, self.light.on, picker, self.presented, self.bare)

    @property
    def looked_at(self) -> Neuron | None:
        """The neuron whose connections stand out: the hovered one, else the one at the keyboard position."""
        if isinstance(self.pointed, Neuron):
            return self.pointed
        return self.current if self.keys and isinstance(self.current, Neuron) else None
