"""The slope of the loss at one parameter: the true loss around it, its tangent, where steps land."""
