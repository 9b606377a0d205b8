"""Running an experiment: the fast kernel, the trainer, its history, snapshots and thread. No Qt."""
