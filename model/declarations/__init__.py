"""How parameters, columns, decisions and vocabularies are declared: each once, and read everywhere."""
