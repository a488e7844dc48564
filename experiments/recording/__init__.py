"""A world's course, frame by frame, in one small file that a browser plays; and why what happened in it happened.

``setup`` and ``acts`` say what makes a world and what is done in its course; ``film`` looks at it quarter by quarter;
``recording`` makes the file of that: ``firms``, ``lives`` (alliances), ``events`` and ``series`` are its columns,
``columns`` its bytes, ``header`` its words. ``endings`` and ``options`` explain. ``player/FORMAT.md`` is the contract.
"""
