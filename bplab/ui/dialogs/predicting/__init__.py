"""The dialog of Predict rows...: the rows of a table, and what the network says about them."""
