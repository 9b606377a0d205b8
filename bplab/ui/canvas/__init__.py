"""The network graph that is the editor: cards, neurons, connections, and what hands do to them."""
