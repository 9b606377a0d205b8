"""A chain as LaTeX, with lines aligned at their equals signs (requires amsmath)."""

from collections.abc import Iterator

from bplab.explain.chain import Chain
from bplab.explain.expressions import LATEX, write
from bplab.explain.figures import PRECISIONS, Precision, written
from bplab.explain.lines import Line
from bplab.explain.sections import heading, sections

SIGNS = str.maketrans(  # those of notes, one of which is the formula of an optimizer without lines of its own
    {
        "½": r"$\tfrac12$", "Σ": r"$\sum$", "ₖ": "$_k$", "−": "$-$", "≤": r"$\le$", "²": "$^2$", "‖": r"$\|$",
        "√": r"$\sqrt{}$", "ℓ": r"$\ell$", "ŝ": r"$\hat s$",
        "←": r"$\leftarrow$", "η": r"$\eta$", "μ": r"$\mu$", "α": r"$\alpha$", "β": r"$\beta$",
        "λ": r"$\lambda$", "·": r"$\cdot$", "\u0302": r"\^{}", "₁": "$_1$", "₂": "$_2$", "⁻": "$^-$",
        "⁰": "$^0$", "¹": "$^1$", "⁸": "$^8$",
    }
)  # fmt: skip


def as_latex(chain: Chain) -> str:
    """Write all lines of a chain, section by section."""
    return "\n".join(_lines(chain))


def _lines(chain: Chain) -> Iterator[str]:
    precision = PRECISIONS[chain.trace.start.spec.dtype]
    yield "% " + heading(chain, lambda value: written(value, precision))
    for section in sections(chain):
        yield f"% {section.title}"
        yield r"\begin{align*}"
        lines = [_written(line, precision) for line in section.lines]
        yield " \\\\\n".join(lines)
        yield r"\end{align*}"


def _written(line: Line, precision: Precision) -> str:
    found = write(line, precision, LATEX)
    *before, last = found.parts
    parts = [f"= {part}" for part in before] + [f"{'=' if found.closes else chr(92) + 'approx'} {last}"]
    note = rf" && \text{{{found.note.translate(SIGNS)}}}" if found.note else ""
    return f"{found.name} &{' '.join(parts)}{note}"
