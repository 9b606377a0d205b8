"""The confusion matrix, and the worst misclassified examples."""
