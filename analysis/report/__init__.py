"""The report on how facts fared: one page that needs no network, and the words that it shares with the terminal."""
