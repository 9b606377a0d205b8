"""The timeline: every step of the run, its loss, its bookmarks, and the step that is shown."""
