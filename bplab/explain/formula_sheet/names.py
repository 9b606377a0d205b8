"""LaTeX names of a sheet: layers above, neurons below, both from 1."""


def places(*numbers: int) -> str:
    """12, or 1,12 where one of them has two digits."""
    return ("" if max(numbers) < 10 else ",").join(map(str, numbers))


def of(letter: str, layer: int, *numbers: int) -> str:
    """z^{1}_{2}; of layer 0 the input x_{2}."""
    if layer == 0 and letter == "a":
        return f"x_{{{places(*numbers)}}}"
    return f"{letter}^{{{layer}}}_{{{places(*numbers)}}}"


def slope(layer: int, unit: int) -> str:
    """f'(z)."""
    return f"f'({of('z', layer, unit)})"
