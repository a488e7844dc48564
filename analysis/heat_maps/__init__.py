"""Heat maps: an outcome over two factors, the line where an effect changes its sign, and regimes."""
