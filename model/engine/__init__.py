"""How the model runs: loops, compiling, layout in memory, room, random draws. The science does not depend on it."""
