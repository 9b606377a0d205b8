"""What views call the layers of a network."""

from bplab.experiment.shape import Shape

SPELLED_OUT = 6  # layers; the names of more are short


def layer_names(shape: Shape) -> list[str]:
    """Call the layers `Hidden 1` or, where there are many, `H1`."""
    titles = [shape.layer_title(layer) for layer in range(len(shape.layers))]
    if len(titles) <= SPELLED_OUT:
        return titles
    return [title.replace("Hidden ", "H").replace("Output", "Out") for title in titles]
