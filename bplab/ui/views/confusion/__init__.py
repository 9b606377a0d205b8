"""The confusion matrix, and the examples classified worst."""
