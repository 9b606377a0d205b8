"""Small widgets as the design draws them, one a file: `set_value` shows, `edited` tells what a person did."""
