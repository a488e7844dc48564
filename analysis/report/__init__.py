"""Reports to hand on: what they say, and the one page that they are printed on, which needs no network."""
