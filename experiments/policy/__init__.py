"""Policy comparisons: what policies cause, what that costs, and how sure it is."""
