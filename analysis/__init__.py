"""Reads result tables and draws them; never runs the model."""

if __name__ != "alliances.analysis":
    raise ImportError("import this package as 'alliances.analysis', not as 'analysis'; install the project first")
