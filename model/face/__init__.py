"""The model as Mesa users know it."""
