"""Card 3, Update: the optimizer's lines with what it remembers, signs spelled, and which way it goes."""

from bplab.experiment.parameters import Parameter
from bplab.explain.cards.cells import Card, Row, Table
from bplab.explain.cards.closing import close_line
from bplab.explain.cards.tables import line_row
from bplab.explain.expressions import FLAT, symbols
from bplab.explain.figures import PRECISIONS
from bplab.explain.lines import Line, Named, Sum, product
from bplab.explain.names import flat
from bplab.explain.updates import Update
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.step import StepTrace


def update_card(trace: StepTrace, parameter: Parameter) -> Card:
    """Write what the step makes of a parameter."""
    update, spec = Update(trace, parameter), trace.start.spec
    tolerance = PRECISIONS[spec.dtype].tolerance
    lines = list(update.lines())
    letter = "b" if parameter.source is None else "w"
    if update.is_frozen:
        rows: list[Row] = [line_row(lines[-1], rf"{letter} \leftarrow {letter} =", tolerance)]
    else:
        lines, lead = _gathered(lines, letter, plain=spec.optimizer == "sgd")
        finest = update.of(trace.updates)
        rows = [line_row(line, _lead(line), tolerance) for line in lines[:-1]]
        last = line_row(lines[-1], lead, tolerance, finest=finest)
        rows.append(last._replace(note=_told(lines[-1], letter, tolerance)))
    title = OPTIMIZERS[spec.optimizer].title
    name = f"plain {title}" if spec.optimizer == "sgd" else title
    return Card(3, "Update", f"{name}, η = {trace.start.learning_rate:.6g}", (Table((), tuple(rows)),))


def _lead(line: Line) -> str:
    """Say by name what comes out, and of what."""
    if isinstance(line, Sum) and len(line.given) == 1:
        return f"{line.result.name.latex} = {flat(line.given[0].name)} ="
    return f"{line.result.name.latex} = {symbols(line, FLAT)} ="


def _gathered(lines: list[Line], letter: str, *, plain: bool) -> tuple[list[Line], str]:
    """Leave out g where it is ∂L/∂w itself, and put plain descent's step into the line of the new value."""
    g = next(line for line in lines if line.result.name.plain == "g")
    slope: Named | None = None
    if isinstance(g, Sum) and len(g.terms) == 1 and not g.factors and plain:
        slope = g.terms[0].factors[0]
        lines = [line for line in lines if line is not g]
    *before, step, new = lines
    if not isinstance(new, Sum) or not new.terms or not plain or not isinstance(step, Sum):
        return lines, rf"{letter} \leftarrow {letter} + \text{{step}} ="
    rate, used = step.terms[0].factors
    moved = product(rate, slope or used, minus=True)
    name = rf"\partial L/\partial {letter}" if slope else "g"
    whole = Sum(new.result, (new.terms[0], moved, *new.terms[2:]), note=new.note)
    return [*before, whole], rf"{letter} \leftarrow {letter} - \eta \cdot {name} ="


def _told(line: Line, letter: str, tolerance: float) -> str:
    """Say which way it goes; where the gradient is negative, why."""
    note = line.note
    if not isinstance(line, Sum) or not note.startswith("so "):
        return note.replace(line.result.name.plain.removeprefix("new "), letter)
    said = f"so {letter} {'grows' if 'grows' in note else 'shrinks'}"
    moved = line.terms[1] if len(line.terms) > 1 else None
    if moved is None or not moved.minus or len(moved.factors) != 2 or moved.value <= 0:
        return said
    step = Sum(Named(line.result.name, moved.value), (moved,))
    (rate, slope), total, _ = close_line(step, tolerance)
    return f"{letter} − {rate} × ({slope}) = {letter} + {total}, {said}"
