"""Someone's own backpropagation, checked against the lab's: where gradients differ, and by which mistake."""
