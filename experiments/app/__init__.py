"""The page in the browser: one world per visitor, nothing loaded from outside.

``server`` starts it, ``page`` lays it out, ``session`` is one visitor's world and buttons, ``world`` runs the model
and says what to show, ``places`` and ``charts`` draw. The page needs the extra ``app``; importing this does not.
"""

from alliances.experiments.app.server import launch

__all__ = ["launch"]
