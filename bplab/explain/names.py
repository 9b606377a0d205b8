"""Names of quantities in plain text and in LaTeX, with layers and neurons counted from 1."""

from typing import NamedTuple

from bplab.experiment.parameters import Parameter


class Name(NamedTuple):
    """One name in two notations."""

    plain: str
    latex: str


LOSS = Name("ℓ", r"\ell")  # of one example
BATCH_LOSS = Name("L", "L")


def of_parameter(parameter: Parameter) -> Name:
    """W2[1,3] or b2[3]."""
    letter = "b" if parameter.source is None else "w"
    places = parameter.name.partition("[")[2].rstrip("]")
    return Name(parameter.name, f"{letter}^{{({parameter.layer + 1})}}_{{{places}}}")


def of_neuron(letter: str, layer: int, unit: int) -> Name:
    """z2[3], a2[3] and similar; a of layer 0 is the input x[3].

    Units: layer counts from 1, where 0 is the inputs; unit counts from 0.
    """
    if layer == 0 and letter == "a":
        return Name(f"x[{unit + 1}]", f"x_{{{unit + 1}}}")
    latex = {"δ": r"\delta", "∂": r"\partial"}.get(letter, letter)
    return Name(f"{letter}{layer}[{unit + 1}]", f"{latex}^{{({layer})}}_{{{unit + 1}}}")


def of_target(unit: int) -> Name:
    """t[3]."""
    return Name(f"t[{unit + 1}]", f"t_{{{unit + 1}}}")


def derivative(of: Name, by: Name) -> Name:
    """∂ of / ∂ by."""
    return Name(f"∂{of.plain}/∂{by.plain}", rf"\frac{{\partial {of.latex}}}{{\partial {by.latex}}}")


def flat(name: Name) -> str:
    """Write a derivative on one line, in LaTeX: ∂L/∂w; any other name as it is."""
    above, split, below = name.latex.removeprefix(r"\frac{").removesuffix("}").partition("}{")
    return f"{above}/{below}" if split and name.latex.startswith(r"\frac") else name.latex


def applied(function: Name, *arguments: Name) -> Name:
    """f(z)."""
    plain = ", ".join(each.plain for each in arguments)
    latex = ", ".join(each.latex for each in arguments)
    return Name(f"{function.plain}({plain})", rf"{function.latex}\left({latex}\right)")


def spelled(word: str, prime: bool = False) -> Name:
    """A name of several letters, such as tanh, or tanh′ for its derivative."""
    latex = rf"\mathrm{{{word.replace('_', chr(92) + '_')}}}"
    return Name(word + "′", latex + "'") if prime else Name(word, latex)
