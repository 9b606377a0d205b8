"""The network graph, which is also the editor: cards, neurons, connections, and how they are edited."""
