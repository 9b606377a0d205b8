"""The slope of the loss at the parameter selected: the true loss around it, its tangent, where steps land."""
