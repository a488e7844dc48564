"""Virtual surveys: simulated firms answer as a paper's firms did, and the paper's own models are fitted."""
