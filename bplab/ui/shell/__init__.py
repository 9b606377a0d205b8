"""The main window and what stands around the network and the views."""
