"""Interventions: what a policy is, whom it is for, what it changes and what it pays."""
