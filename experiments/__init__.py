"""Runs the model: the browser page, and the designs to come."""

if __name__ != "alliances.experiments":
    raise ImportError("import this package as 'alliances.experiments', not as 'experiments'; install the project first")
