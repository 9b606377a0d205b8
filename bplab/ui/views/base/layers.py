"""The names of a network's layers in views."""

from bplab.experiment.shape import Shape

SPELLED_OUT = 6  # with more layers, names are short


def layer_names(shape: Shape) -> list[str]:
    """Name the layers `Hidden 1` or, if there are many, `H1`."""
    titles = [shape.layer_title(layer) for layer in range(len(shape.layers))]
    if len(titles) <= SPELLED_OUT:
        return titles
    return [title.replace("Hidden ", "H").replace("Output", "Out") for title in titles]
