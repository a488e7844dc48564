"""The plain Mesa peer: the same model with one Python object per firm and alliance; tests compare the two."""
