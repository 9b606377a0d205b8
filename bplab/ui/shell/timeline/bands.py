"""What the band above the canvas says while another step than the latest is shown, or two runs are."""

from bplab.numerals import percent
from bplab.ui.controls.band import BandText


def past_band(step: int, end: int, *, is_exact: bool = True) -> BandText:
    """A past step is shown; `is_exact`: to the last digit as it was made, perhaps on another machine."""
    rest = "Play, Step or an edit goes on from here as a new branch."
    if not is_exact:
        rest = f"≈: another machine made it, and last digits may differ here. {rest}"
    return BandText(f"{'' if is_exact else '≈ '}Step {step:,} of {end:,}.", rest)


def going_band(step: int, end: int, share: float, seconds: float = 0.0) -> BandText:
    """The views are on their way to a step, which takes long: so many seconds more."""
    head = f"Going to step {step:,} of {end:,}: {percent(share)}"
    left = f"about {max(1, round(seconds)):,} s left" if seconds else ""
    return BandText(head, left, share=share, button="Cancel")


def searching_band() -> BandText:
    """Nobody knows yet where two runs differ."""
    return BandText("Looking for the first step that differs...", closes=True)


def same_band(first: int | None, differs: str, compared: int = 0) -> BandText:
    """Two runs side by side are equal before a step; `differs` says in what they differ from there on.

    None: they are equal as far as they can be compared.
    """
    if first is None:
        return BandText(f"The same to the bit up to step {compared:,}, as far as both go.", closes=True)
    if first <= 1:
        return BandText("The two differ from the start" + (f": {differs}." if differs else "."), closes=True)
    head = f"The same to the bit up to step {first - 1:,}."
    rest = f"Step {first:,} is the first that differs" + (f": {differs}." if differs else ".")
    return BandText(head, rest, button=f"Go to step {first:,}", closes=True)
