"""Policies compared with no policy: effects on the same firms and random draws, their price, and how sure both are."""
