"""The main window and everything around the network and the views."""
