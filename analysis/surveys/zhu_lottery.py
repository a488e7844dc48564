"""Zhu's question where lots decide: in one world, firms drawn by lot may sign no new alliance for ten years.

The lot depends on nothing, so firms that may ally and firms that may not are alike but for that. Compared are all firms
by their lot, whatever they did with it (intention to treat): an effect is smaller than that of an alliance, the fewer
firms take one up. Size, industry and competition are measured before the lots are drawn, performance over the years
since, by the survey's own definitions and in its units (encouragement by lot: holland_1988).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliances.analysis.statistics.path_model import path_estimates
from alliances.analysis.surveys.declaration import Survey
from alliances.analysis.surveys.window import shared_by_partner
from alliances.analysis.surveys.zhu import MODERATION, REPORTED, VARIABLES, moderation, rated, research_intensity
from alliances.analysis.surveys.zhu_firms import MODERATORS, PERFORMANCE, Y, both_ends, competition, performance
from alliances.analysis.tables import Tables
from alliances.model.errors import refuse

FREE, ALLIED = "may_ally", "new_alliance_abroad"
SALES = ("foreign_sales_before", "foreign_sales")
OUTCOMES = {ALLIED: "uptake", Y: "lot"}  # paths by what they lead to


def by_lot(tables: Tables) -> pd.DataFrame:
    """Firms abroad before the lots were drawn and alive at the end, leavers kept, with their lot; see ``eligible``.

    ``InputError`` where no lots were drawn, or nothing was recorded before.
    """
    lots, steps = tables["admissions"], tables["firms"]["step"]
    if lots.empty or steps.min() >= lots["step"].min():
        refuse("no lots were drawn after a record of firms, so none can be compared; a run must be longer than that")
    drawn = int(lots["step"].min())
    then = int(steps[steps < drawn].max())
    before, now = both_ends(tables, then)
    barred = lots.loc[(lots["step"] == drawn) & lots["admitted"], "firm_id"]
    found = pd.DataFrame({
        FREE: (~now.index.isin(barred)).astype(int),
        ALLIED: now.index.isin(allied_since(tables, drawn)).astype(int),
        "firm_size": np.log(before["assets"]),
        "industry": before["industry"],
        "market_competition_intensity": competition(tables, then),
        **performance(tables, then),
        **dict(zip(SALES, (before["foreign_sales"], now["foreign_sales"]), strict=True)),
    }, index=now.index)  # fmt: skip
    return found.reset_index()


def allied_since(tables: Tables, step: int) -> pd.Series[int]:
    """Firms in an international alliance signed at ``step`` or later."""
    alliances = tables["alliances"]
    new = alliances[alliances["international"] & (alliances["formed_step"] >= step)]
    return shared_by_partner(new)["firm_id"]


def answered(firms: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What firms answer: the variables, performance rated among the firms asked."""
    return rated(firms)[["firm_id", *SURVEY.variables]].reset_index(drop=True)


def statistics(answers: pd.DataFrame) -> pd.DataFrame:
    """What the lot does to alliances and to performance, and how the latter changes with size, industry, competition.

    Standardized coefficients: path, estimate, std_error, p_value. :class:`InputError` where a variable is constant.
    """
    scored = answers.assign(industry=research_intensity(answers["industry"]))
    fitted = path_estimates(scored, {ALLIED: (FREE,), Y: (FREE,)}, correlated=((ALLIED, Y),))
    fitted.insert(0, "path", fitted["outcome"].map(OUTCOMES))
    return pd.concat([fitted, moderation(scored, FREE, others=())], ignore_index=True)


def relative_gain(frame: pd.DataFrame) -> float:
    """By how much being free to ally adds more to the growth of foreign sales, in logs, where competition is harder.

    Growth of all sales of a group of firms together, so that leavers count; harder is above the median.
    """
    hard = frame["market_competition_intensity"] > frame["market_competition_intensity"].median()
    sums = frame.groupby([hard.rename("hard"), frame[FREE]])[list(SALES)].sum()
    growth = (sums[SALES[1]] / sums[SALES[0]]).unstack()
    gain = np.log(growth[1] / growth[0])
    return float(gain[True] - gain[False])


SURVEY = Survey(
    name="zhu_lottery",
    paper="Zhu (2025), by lot",
    asked="firms that were abroad when lots were drawn",
    size=200,
    frame=by_lot,
    world="lottery",
    answer=answered,
    statistics=statistics,
    variables={
        FREE: "free to ally for the ten years, by lot (0 or 1)",
        ALLIED: "in an international alliance signed in them (0 or 1)",
        **{name: VARIABLES[name] for name in (Y, *MODERATORS, *PERFORMANCE)},
    },
    reported={path: REPORTED[path] for path in MODERATION.values()},
    axes=("standard deviations of the outcome per standard deviation of the cause",),
    groups={
        "What being free to ally does": {
            "uptake": "free to ally → new international alliance",
            "lot": "free to ally → performance",
        },
        "What strengthens free to ally → performance": {
            "Z1": "firm size",
            "Z2": "industry",
            "Z3": "market competition",
        },
    },
    about="Lots decide who may ally, so everyone shows effects, without selection. Firms are compared by their lot, "
    "whatever they did (intention to treat): effects are smaller than those of alliances, about by the uptake, while "
    "the paper's values are of alliances. Size, industry and competition are those before the lots were drawn.",
)
