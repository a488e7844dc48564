"""Sensitivity: which factors an outcome depends on, how sure that is, and figures of it."""
