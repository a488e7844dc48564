"""How a world begins: countries, distances, scenarios, firms of one's own."""
