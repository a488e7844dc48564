"""What firms, alliances, markets and payments are described by, what is kept of a run, and the tables made of it."""
