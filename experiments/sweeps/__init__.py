"""Sweeps: the runs of a design, done on any number of workers, kept as they come, and read again."""
