"""Runs the model: single runs, designs and sweeps, calibration, evidence, and the page for the browser."""

if __name__ != "alliances.experiments":
    raise ImportError("import this package as 'alliances.experiments', not as 'experiments'; install the project first")
