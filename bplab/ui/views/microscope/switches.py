"""What can be chosen in the Microscope: how it is written, of which example, and which card."""

from bplab.ui.controls.options import Option

FORMS = (
    Option("delta", "δ", "Sums term by term, with the error signal δ = ∂ℓ/∂z of each neuron."),
    Option("chain", "∂", "The same as one chain of derivatives, a number under each factor."),
)
MOMENTS = (
    Option("example", "This example", "The numbers of the example that is picked."),
    Option("mean", "Batch mean", "What all examples of the batch say together: the mean of their ∂ℓ/∂w."),
)
CARDS = (
    Option("1", "1 Forward", "The weighted sum, and the neuron's output."),
    Option("2", "2 Backward", "The error signal, and the gradient."),
    Option("3", "3 Update", "The batch's gradient, and what the optimizer makes of it."),
)
PARTS = (
    Option(
        "12", "1 Forward, 2 backward", "The neuron's output, the error signal, and the example's gradient."
    ),
    Option("3", "3 Update", "The batch's gradient, and what the optimizer makes of it."),
)
