"""Evidence: paired worlds, the measures taken in them, validation, and surveys repeated."""
