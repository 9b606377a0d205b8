"""Check my gradients: the dialog that shows where one's own gradients differ, and by which mistake."""
