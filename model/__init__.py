"""The simulation: world, firms, alliances, markets, parameters, randomness, records.

Import it as ``alliances.model``; the folder is mapped to that name by ``pyproject.toml``.
"""

if __name__ != "alliances.model":
    raise ImportError("import this package as 'alliances.model', not as 'model'; install the project first")
