"""Designs: the shipped ones as TOML files, and the code that reads a design and draws its points."""
