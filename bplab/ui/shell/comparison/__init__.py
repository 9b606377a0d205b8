"""Two runs side by side, in place of network, right column and lower views."""
