"""What is declared once and read by all: words and codes, decisions, parameters, columns."""
