"""Why a network does not learn: what a step and a run's past show, named, and changes that help."""
