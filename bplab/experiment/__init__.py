"""What to run, as frozen data: settings, the experiment spec, its edits and its presets."""
