"""Real cases: what is measured of named firms, how far it agrees with what is reported, and its figures."""
