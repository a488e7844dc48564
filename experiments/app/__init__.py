"""The pages in the browser: the model, one world per visitor, and the policy lab; nothing is loaded from outside.

``server`` starts them, ``pages`` leads from one to the other, ``guard`` keeps other pages out, ``tags`` makes HTML.
The model: ``player_page`` hosts the player, ``answers`` answers what it asks. The policy lab: ``policy_page`` lays it
out, ``policy_goal``, ``policy_choices`` and ``policy_results`` are its parts, ``policy_fields`` their fields;
``policy_lab`` is one visit, ``policy_presets`` where it begins, ``policy_form`` and ``policy_option`` hold what was
filled in, ``policy_refusals`` says why it is refused, ``policy_run`` runs the worlds. The pages need the extra ``app``,
the policy lab ``analysis`` too; importing this needs neither.
"""

from alliances.experiments.app.server import launch

__all__ = ["launch"]
