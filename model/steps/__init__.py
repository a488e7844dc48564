"""One file per verb of a quarter; ``engine`` puts them in order.

A step loops over columns, asks rules for numbers, and stores them. Nothing here decides how firms behave.
"""
