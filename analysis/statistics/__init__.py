"""Survival, regression, network and survey statistics: libraries behind small results that name their numbers."""
