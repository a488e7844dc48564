"""Scenario discovery: the region of the factors in which a condition holds, checked, in words and figures."""
