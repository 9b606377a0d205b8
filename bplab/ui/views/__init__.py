"""Views of a run: each is a folder with one class in its `view.py`."""
