"""Facts of who allies with whom, and what comes of it: capability, culture, diversity, repeated ties."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alliances.analysis.facts.alliance_lives import decided, share_of_goals_met
from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.records import base, last_known
from alliances.analysis.facts.registrations import WITH_MEASURE
from alliances.analysis.summary import formed_in_run
from alliances.model.declarations.codes import EQUITY, GOVERNANCE, RESOURCES

NOT_A_NUMBER = float("nan")


def dedicated_function(replicate: Replicate) -> Measured:
    """Share of partners that reach their goal: with a dedicated function at signature, less without one."""
    tables = base(replicate)
    rows = decided(tables)[["formed_step", "partners", "goals_met"]].explode(["partners", "goals_met"])
    rows = rows.rename(columns={"formed_step": "step", "partners": "firm_id"}).reset_index(drop=True)
    known = last_known(tables["firms"], rows, ["dedicated_function"])
    met, has = known["goals_met"].astype(float), known["dedicated_function"].astype(bool)
    return {"gap": float(met[has].mean() - met[~has].mean())}


def culture_weak(replicate: Replicate) -> Measured:
    """Correlations of national and organizational distance with the share of goals met, across borders."""
    rows = decided(base(replicate))
    abroad = rows[rows["international"]]
    met = share_of_goals_met(abroad)
    national, organizational = (correlation(abroad[name], met) for name in ("culture_distance", "org_distance"))
    return {"national": national, "organizational_over_national": abs(organizational) - abs(national)}


def correlation(one: pd.Series[Any], other: pd.Series[Any]) -> float:
    """Pearson's correlation, NaN where one of the two does not vary."""
    return float(one.corr(other)) if min(one.nunique(), other.nunique()) > 1 else NOT_A_NUMBER


def diversity(replicate: Replicate) -> Measured:
    """Knowledge passed in ended two-partner technology alliances, on the partners' diversity and its square."""
    from alliances.analysis.statistics.regression import ols

    tables = base(replicate)
    rows = formed_in_run(tables["alliances"])
    rows = rows[rows["technology"] & (rows["n_partners"] == 2) & rows["ended_step"].notna()]
    rows = with_profiles(rows, tables["firms"])
    equity = rows["governance"] == GOVERNANCE[EQUITY]
    controls = rows[["international", "prior_ties", "absorptive_capacity"]].assign(equity=equity)
    terms = controls.assign(diversity=rows["diversity"], squared=rows["diversity"] ** 2)
    fitted = ols(rows["knowledge_transferred"], terms).coefficients
    slope, bend = fitted["diversity"].estimate, fitted["squared"].estimate
    below = float((rows["diversity"] < -slope / (2 * bend)).mean()) if bend < 0 else NOT_A_NUMBER
    return {"squared": bend, "peak": below}


def with_profiles(pairs: pd.DataFrame, firms: pd.DataFrame) -> pd.DataFrame:
    """Alliances of two, with ``diversity`` of the partners' resources and mean ``absorptive_capacity`` at signature.

    Diversity is one less the cosine of the two profiles: Sampson's measure, with the fields of the model's resources
    in place of patent classes. Alliances with a partner not yet recorded are left out.
    """
    sides = []
    for side in (0, 1):
        rows = pd.DataFrame({"step": pairs["formed_step"], "firm_id": pairs["partners"].str[side]}, pairs.index)
        sides.append(last_known(firms, rows, [*RESOURCES, "absorptive_capacity"]))
    both = sides[0].index.intersection(sides[1].index)
    one, other = (side.loc[both] for side in sides)
    a, b = one[list(RESOURCES)].to_numpy(), other[list(RESOURCES)].to_numpy()
    cosine = (a * b).sum(axis=1) / np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    capacity = (one["absorptive_capacity"] + other["absorptive_capacity"]) / 2
    return pairs.loc[both].assign(diversity=1 - cosine, absorptive_capacity=capacity)


def repeat_ties(replicate: Replicate) -> Measured:
    """Log odds of equity per earlier alliance of the partners."""
    from alliances.analysis.statistics.regression import logit

    new = formed_in_run(base(replicate)["alliances"])
    predictors = new[["prior_ties", "international", "technology", "supply_chain", "market_access"]]
    told = logit(new["governance"] == GOVERNANCE[EQUITY], predictors)
    return {"prior_ties": told.coefficients["prior_ties"].estimate}


FACTS = (
    Fact(
        "dedicated_function", "Alliances of firms with a dedicated alliance function succeed more",
        "63 % with it, 50 % without", ("kale_2002",), "abstract",
        "partners of decided alliances: share that reach their own goal, with a dedicated function less without one, "
        "by the firm's last yearly record at or before signature", "validate",
        (Number("gap", "Gap in success", "band", 0.05, 0.20, reported=0.13, unit="share points"),), dedicated_function,
        registered=WITH_MEASURE,
    ),
    Fact(
        "culture_weak", "National distance hardly moves performance; organizational distance moves it more",
        "near zero over 26,927 joint ventures; organizational over national in 58 studies (Hunoldt)",
        ("reus_rottig_2009",), "abstract",
        "decided international alliances: correlation of distance with the share of partners that reach their goal",
        "validate",
        (
            Number("national", "Correlation with national distance", "band", -0.15, 0.15, unit="correlation"),
            Number("organizational_over_national", "How much stronger organizational distance correlates", "sign",
                   unit="correlation"),
        ), culture_weak, registered=WITH_MEASURE,
    ),
    Fact(
        "diversity", "Knowledge gained rises, then falls with the diversity of partners", "inverted U in 463 alliances",
        ("sampson_2007",), "abstract",
        "ended technology alliances of two partners: knowledge_transferred on diversity (one less the cosine of the "
        "partners' five resources at signature) and its square, with controls for equity, borders, prior ties and "
        "absorptive capacity; the peak by the share of alliances below it", "validate",
        (
            Number("squared", "Coefficient of squared diversity", "sign", float("-inf"), 0.0, unit="resource"),
            Number("peak", "Share of alliances less diverse than at the peak", "sign", 0.05, 0.95),
        ), diversity, registered=WITH_MEASURE,
    ),
    Fact(
        "repeat_ties", "Repeated ties use less equity", "negative", ("gulati_1995",), "abstract",
        "logit of an equity joint venture on prior_ties, with controls for borders and the three fields", "validate",
        (Number("prior_ties", "Log odds of equity per earlier alliance", "sign", float("-inf"), 0.0, unit="log odds"),),
        repeat_ties, registered=WITH_MEASURE,
    ),
)  # fmt: skip
