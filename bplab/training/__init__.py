"""Running an experiment without Qt: the fast kernel, the trainer, its history, snapshots and thread."""
