"""Gravity: how trade between countries falls with distance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.model.world.countries import kilometres
from alliances.model.world.country_file import read_countries


def distance_elasticity(flows: pd.Series[float]) -> float:
    """Elasticity of flows (by home and market, country codes) to kilometres, by Poisson regression.

    Each home and each market has an effect of its own; pairs of countries that trade nothing count as zero (Santos
    Silva and Tenreyro 2006). NaN where countries are not those of the packaged data, or too few trade.
    """
    import statsmodels.api as sm

    places = {country.iso3: country for country in read_countries().countries}
    homes, markets = (sorted(set(flows.index.get_level_values(level)) & set(places)) for level in range(2))
    pairs = pd.MultiIndex.from_product([homes, markets], names=["home", "market"])
    pairs = pairs[pairs.get_level_values(0) != pairs.get_level_values(1)]
    if len(pairs) < len(homes) + len(markets) + 2:
        return float("nan")
    distance = [np.log(kilometres(places[home], places[market])) for home, market in pairs]
    effects = pd.get_dummies(pd.DataFrame(list(pairs), columns=["home", "market"]), drop_first=True, dtype=float)
    design = effects.assign(distance=distance, constant=1.0).to_numpy()
    traded = flows.reindex(pairs, fill_value=0.0).to_numpy()
    there = np.isfinite(traded)  # a flow that is missing is not one of zero
    fitted = sm.GLM(traded[there], design[there], family=sm.families.Poisson()).fit(maxiter=100)
    return float(fitted.params[effects.shape[1]])
