"""Calibration: moments, their distance from what is reported, and figures."""
