"""What happens in a quarter, one file per verb; ``quarter`` puts them in order.

A step says what happens to one firm, alliance or market: it asks rules for numbers and stores them. Loops of the engine
do it for all. Nothing here decides how firms behave.
"""
