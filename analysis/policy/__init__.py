"""Policies held against no policy: effects on the same firms and luck, their price, and how sure both are."""
