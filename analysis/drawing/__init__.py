"""The grammar that every figure is composed of: a palette, a plate to draw on, panels, and a handful of marks."""
