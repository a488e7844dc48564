"""Policies and shocks: instruments, targets, budgets, and the levers that they move."""
