"""What a step's numbers mean: where each comes from, in lines whose arithmetic closes."""
