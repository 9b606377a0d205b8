"""A field for a formula: what cannot be read or computed it says in the words of who reads formulas."""

from bplab.errors import UserError
from bplab.ui.controls.number import NumberField


class FormulaField(NumberField):
    """Taken and refused as numbers are."""

    def _complaint(self) -> str:
        try:
            return super()._complaint()
        except UserError as error:
            return str(error)
