"""The signal strip: the size of the error signal in every layer."""
