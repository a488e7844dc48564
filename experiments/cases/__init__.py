"""Real cases, replayed and questioned: each file ``NAME.toml`` beside this one is a case (see ``docs/cases.md``)."""
