"""What differs between variants of a world, and how an effect changes with another thing: numbers, figures, words."""
