"""Between the training thread and the window: snapshots, states, notifications, crash reports."""
