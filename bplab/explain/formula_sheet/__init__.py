"""One step by hand: every equation of it for one example, in digits that give the digits printed."""
