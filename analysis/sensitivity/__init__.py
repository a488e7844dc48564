"""Sensitivity: which factors an outcome depends on, how sure that is, and figures of it."""

HARMONICS = 4  # of eFAST, as in SALib, in a sample and in its analysis
