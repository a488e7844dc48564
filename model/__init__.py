"""The simulation, below its front door ``alliances.AllianceModel``. What is in which room:

- ``rules``: the mechanisms, one file each: theory, parameters, pure functions, null form; what decides lives here.
- ``steps``: the verbs of a quarter: what happens to a firm, to an alliance, in a market.
- ``quarter``: the phases of a quarter, in order.
- ``policies``: what an intervention is, whom it reaches, what it changes and pays; ``instruments``, one file each.
- ``world``: countries, distances between them, scenarios, firms of one's own, and how a world begins.
- ``declarations``: how parameters, columns, decisions and vocabularies are declared.
- ``records``: what firms, alliances, markets and payments are described by, what is kept of a run, and its tables.
- ``engine``: how it runs: loops, compiling, layout in memory, random draws. Nobody needs it to change the science.
- ``simulation``: one run, ``arguments``: what it is asked for; ``mechanisms``, ``extension``: what a researcher adds.
- ``face``: the same as a Mesa model, with agents.
- ``data`` and ``scenarios``: countries, industries, references, and the shipped worlds.

Import it as ``alliances.model``; the folder is mapped to that name by ``pyproject.toml``.
"""

if __name__ != "alliances.model":
    raise ImportError("import this package as 'alliances.model', not as 'model'; install the project first")
