"""The cards of the Microscope as plain data: rows of printed numbers, each of which says where it is from."""
