"""How a quarter is run: compiled kernels, loops, records in memory, random draws."""
