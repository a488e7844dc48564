"""Calibration: the design, the search, what it found, and the folder that keeps it."""
