"""What to run, as immutable data: settings, experiment, edits and presets."""
