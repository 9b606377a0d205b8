"""What the graph is to show beside the numbers: what is selected, pointed at, and hinted."""

from dataclasses import dataclass

from bplab.ui.canvas.base.numbers import NeuronMode
from bplab.ui.canvas.base.picks import Neuron, Pick


@dataclass
class Scene:
    """What the picture is to show beside the numbers."""

    selected: Pick = None
    current: Pick = None  # where keys are; ringed while they have the focus
    pointed: Pick = None  # under the pointer
    grip: int | None = None  # column whose grip shows
    grip_hint: str = ""
    hint: bool = False  # "Press Space to train"
    neurons: NeuronMode = "map"  # what neurons show
    legend: str = ""  # what connections show, where the row over the cards has no room to say it
    left: float = 16.0  # where the lowest line begins, beside the picker
    plain: bool = False  # titles in place of cards, and the picker over them
    keys: bool = False  # whether the keys' place is ringed

    @property
    def looked_at(self) -> Neuron | None:
        """The neuron whose connections stand out: the pointer's, else the keys'."""
        if isinstance(self.pointed, Neuron):
            return self.pointed
        return self.current if self.keys and isinstance(self.current, Neuron) else None
