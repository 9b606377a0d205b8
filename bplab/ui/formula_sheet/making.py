"""A formula sheet as PDF, made of a run's step; nothing here needs the window, so that a thread can do it."""

from dataclasses import dataclass

from bplab.explain.formula_sheet.closing import digits_of
from bplab.explain.formula_sheet.heading import heading_of
from bplab.explain.formula_sheet.making import make_sheet
from bplab.training.step import StepInput
from bplab.ui.formula_sheet.composing import Composer
from bplab.ui.formula_sheet.paper import Item
from bplab.ui.formula_sheet.pdf import pdf_of
from bplab.ui.style.theme import Theme


@dataclass(frozen=True)
class SheetOptions:
    """What is wanted."""

    worksheet: bool = False  # with room to write in place of results
    decimals: int = 9
    key: bool = False  # the solved sheet after the worksheet


def sheet_pages(start: StepInput, example: int, options: SheetOptions, theme: Theme) -> list[list[Item]]:
    """Lay out a step with one of its examples, counted from 0.

    Raises: UserError if there is no sheet of it.
    """
    sheet = make_sheet(start, example)
    digits = digits_of(sheet.equations, options.decimals)
    heading = heading_of(start, min(example, len(start.batch) - 1), sheet, digits)
    composer = Composer(theme, sheet, digits, heading, start.build.shape.sizes)
    pages = composer.pages(blank=options.worksheet)
    return pages + (composer.pages(blank=False) if options.worksheet and options.key else [])


def sheet_pdf(start: StepInput, example: int, options: SheetOptions, theme: Theme) -> bytes:
    """The same as a file.

    Raises: UserError if there is no sheet of it.
    """
    return pdf_of(sheet_pages(start, example, options, theme), "One step by hand")
