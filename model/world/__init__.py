"""How a world begins: countries, scenarios, firms."""
