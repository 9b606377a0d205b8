"""The table of all available data sets."""

from bplab.data import classics, curves, digits, families, playground, small, tables
from bplab.data.dataset_row import DatasetRow
from bplab.errors import UserError, quoted

OURS = "Backprop Lab"
PDP = "Rumelhart, Hinton and Williams, PDP vol. 1, ch. 8 (1986)"
FACTS = "facts, free to use"


def row_of(name: str) -> DatasetRow:
    """Find a data set by name.

    Raises: UserError for an unknown name.
    """
    if name not in DATASETS:
        raise UserError(f"There is no data set {quoted(name)}. There are {', '.join(DATASETS)}.")
    return DATASETS[name]


DATASETS: dict[str, DatasetRow] = {
    "circle": DatasetRow(
        name="circle",
        title="Circle",
        help="A blue disk in an orange ring. Noise swaps the color of some points near the gap.",
        make=playground.circle,
    ),
    "xor": DatasetRow(
        name="xor",
        title="XOR",
        help="Opposite quadrants have the same color. Noise swaps the color of some points near the axes.",
        make=playground.xor,
    ),
    "gauss": DatasetRow(
        name="gauss",
        title="Gauss",
        help="Two clouds that a straight line can separate. Noise widens them: variance 0.5 to 4.",
        make=playground.gauss,
    ),
    "spiral": DatasetRow(
        name="spiral",
        title="Spiral",
        help="Two interleaved spiral arms, the hardest of the 2-D sets. Noise 50 moves points by up to 0.5.",
        make=playground.spiral,
    ),
    "plane": DatasetRow(
        name="plane",
        title="Plane",
        help="Regression: a tilted plane, height (x₁ + x₂)/10. Noise moves the position where the height is "
        "read.",
        make=playground.plane,
    ),
    "bumps": DatasetRow(
        name="bumps",
        title="Bumps",
        help="Regression: three hills and three hollows. Noise moves the position where the height is read.",
        make=playground.bumps,
    ),
    "moons": DatasetRow(
        name="moons",
        title="Moons",
        help="Two interlocking half circles of radius 3. Noise 50 moves points by a standard deviation of 1.",
        make=small.moons,
        deviation=1 / 50,
        source="After scikit-learn's make_moons, centered and three times as large",
    ),
    "blobs": DatasetRow(
        name="blobs",
        title="Blobs",
        help="Three classes: clouds at the corners of a triangle. Noise widens them: variance 0.25 to 2.25.",
        make=small.blobs,
        source=OURS,
    ),
    "sine": DatasetRow(
        name="sine",
        title="Sine",
        help="Regression, one input: y = sin x. Noise 50 gives y a standard deviation of 0.5.",
        make=curves.sine,
        points=200,
        deviation=1 / 100,
        extent=None,
        domain=curves.DOMAIN,
        source=OURS,
    ),
    "function": DatasetRow(
        name="function",
        title="y = f(x)",
        help="Regression, one input: your own formula in x. Noise 50 gives y a standard deviation of a "
        "quarter of its range.",
        make=curves.function_of(curves.USUAL),
        points=200,
        extent=None,
        domain=curves.DOMAIN,
        with_formula=curves.function_of,
        source=OURS,
    ),
    "boundary": DatasetRow(
        name="boundary",
        title="Class boundary y > f(x)",
        help="Two classes: blue above a curve of your own, orange below it. Noise changes the color of "
        "some points near it.",
        make=curves.boundary_of(curves.USUAL),
        with_formula=curves.boundary_of,
        source=OURS,
    ),
    "xor_points": DatasetRow(
        name="xor_points",
        title="XOR, four examples",
        help="All four examples of exclusive or, which no network without a hidden layer can learn.",
        make=small.xor_points,
        points=4,
        fixed=True,
        noise=False,
        split=False,
        extent=1.5,
        source=PDP,
        license=FACTS,
    ),
    "digits": DatasetRow(
        name="digits",
        title="Digits",
        help="1,797 handwritten digits, 8 x 8 pixels from 0 (white) to 1 (black).",
        make=digits.digits,
        points=digits.COUNT,
        fixed=True,
        noise=False,
        extent=None,
        source="Alpaydin and Kaynak, Optical Recognition of Handwritten Digits (1998), UCI",
        license="CC BY 4.0",
    ),
    "iris": DatasetRow(
        name="iris",
        title="Iris",
        help="150 flowers of three species, described by four lengths in cm.",
        make=tables.iris,
        points=150,
        fixed=True,
        noise=False,
        standardize=True,
        extent=None,
        source="Fisher, The Use of Multiple Measurements in Taxonomic Problems (1936), UCI",
        license="CC BY 4.0",
    ),
    "wine": DatasetRow(
        name="wine",
        title="Wine",
        help="178 wines of three cultivars, described by 13 chemical measurements.",
        make=tables.wine,
        points=178,
        fixed=True,
        noise=False,
        standardize=True,
        extent=None,
        source="Aeberhard and Forina, Wine (1992), UCI",
        license="CC BY 4.0",
    ),
    "breast_cancer": DatasetRow(
        name="breast_cancer",
        title="Breast cancer",
        help="569 tumors, malignant or benign, described by 30 measurements of their cell nuclei.",
        make=tables.breast_cancer,
        points=569,
        fixed=True,
        noise=False,
        standardize=True,
        extent=None,
        source="Wolberg, Mangasarian, Street and Street, Breast Cancer Wisconsin (Diagnostic) (1993), UCI",
        license="CC BY 4.0",
    ),
    "diabetes": DatasetRow(
        name="diabetes",
        title="Diabetes",
        help="Regression: 442 patients, ten measurements; the target is how far the disease progressed in a "
        "year.",
        make=tables.diabetes,
        points=442,
        fixed=True,
        noise=False,
        standardize=True,
        extent=None,
        source="Efron, Hastie, Johnstone and Tibshirani, Least Angle Regression (2004)",
        license="public, without terms; scikit-learn's copy",
    ),
    "parity": DatasetRow(
        name="parity",
        title="Parity",
        help="All 16 patterns of four bits: is the number of ones odd? Flipping any bit changes the target.",
        make=classics.parity,
        points=16,
        fixed=True,
        noise=False,
        split=False,
        extent=None,
        source=PDP,
        license=FACTS,
    ),
    "encoder": DatasetRow(
        name="encoder",
        title="Encoder 8-3-8",
        help="Eight patterns with one input on, to be reproduced at the outputs: a few hidden neurons must "
        "find a code.",
        make=classics.encoder,
        points=8,
        fixed=True,
        noise=False,
        split=False,
        extent=None,
        source=PDP,
        license=FACTS,
    ),
    "symmetry": DatasetRow(
        name="symmetry",
        title="Symmetry",
        help="All 64 patterns of six bits: do they read the same in both directions? Two hidden neurons are "
        "enough.",
        make=classics.symmetry,
        points=64,
        fixed=True,
        noise=False,
        split=False,
        extent=None,
        source="Rumelhart, Hinton and Williams, Nature 323:533 (1986)",
        license=FACTS,
    ),
    "family_trees": DatasetRow(
        name="family_trees",
        title="Family trees",
        help=(
            "104 facts about two families: a person and a relationship are the inputs; the targets are 1 "
            "for every person who fits, among 24 outputs. Choose sigmoid at the output and half squared "
            "error. A training share of 96 % leaves 4 facts to test, as in 1986."
        ),
        make=families.family_trees,
        points=104,
        fixed=True,
        noise=False,
        extent=None,
        source="Hinton, Learning Distributed Representations of Concepts (1986)",
        license=FACTS,
    ),
    "worked_example": DatasetRow(
        name="worked_example",
        title="Worked example",
        help="One example with two targets, calculated by hand in a well-known article: compare every "
        "number.",
        make=small.worked_example,
        points=1,
        fixed=True,
        noise=False,
        split=False,
        extent=None,
        source="Mazur, A Step by Step Backpropagation Example (2015)",
        license=FACTS,
    ),
}
