"""Interventions: each modifies named levers (see ``levers``) and books its cost. None is built in yet."""
