"""The signal strip: how large the backward signal is in every layer."""
