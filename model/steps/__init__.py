"""The verbs of a quarter, one file each; ``quarter`` puts them in order.

A step says what happens to one firm, alliance or market; a loop of the engine does it for all of them. It asks rules
for numbers and stores them: nothing here decides how firms behave. Files that are no verb hold what several verbs ask:
``abroad`` (a firm and a foreign market), ``ties`` (two firms), ``judgement`` (a firm about another), ``agreement``
(the partners of an alliance), ``standing``, ``new_firms``, ``leave`` and ``end_alliance``.
"""
