"""A survey of one's own: one file, conducted, compared and drawn like the shipped ones.

A hundred small firms tick from 1 to 5 how satisfied they are with their sales abroad. Those with an ally abroad are
compared with the others, and beside that stands what allies cause: the same firms in a world in which nobody seeks any.

    python docs/examples/own_survey.py
"""

import numpy as np
import pandas as pd

from alliances.analysis.summary import last_record
from alliances.analysis.surveys import survey
from alliances.analysis.surveys.declaration import Survey
from alliances.analysis.surveys.window import allied_abroad
from alliances.experiments.campaign.campaign import How
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.evidence.survey import Plan, summary
from alliances.experiments.evidence.survey_campaign import campaign_of


def small_firms(tables):
    """Who may be asked: small and medium-sized firms that are abroad, and what is known of them."""
    firms = last_record(tables["firms"])
    firms = firms[firms["sme"] & (firms["markets"] > 0)]
    return firms[["firm_id", "foreign_sales_share"]].assign(ally=firms["firm_id"].isin(allied_abroad(tables)))


def ticked(firms, rng):
    """How they answer: satisfaction is their foreign share of sales, with noise, in ticks from 1 to 5."""
    opinion = 1 + 4 * firms["foreign_sales_share"] + rng.normal(0, 0.5, len(firms))
    return firms[["firm_id", "ally"]].assign(satisfied=opinion.round().clip(1, 5)).reset_index(drop=True)


def gap(answers):
    """What is computed: ticks of firms with an ally abroad, less those of the others."""
    ticks = answers.groupby("ally")["satisfied"].agg(["mean", "sem"]).reindex([False, True])
    error = float(np.hypot(*ticks["sem"]))
    return pd.DataFrame({"path": ["gap"], "estimate": [ticks["mean"].diff().iloc[1]], "std_error": [error]})


def caused(worlds):
    """What allies cause, in ticks: the same firms with allies, less without."""
    firms = (last_record(worlds[name]["firms"]).set_index("firm_id") for name in ("base", "alone"))
    now, alone = (of_world["foreign_sales_share"] for of_world in firms)
    asked = small_firms(worlds["base"]).query("ally")["firm_id"]
    return {"gap": 4 * (now - alone).reindex(asked).mean()}


SURVEY = Survey(
    name="satisfaction", paper="Our questionnaire", asked="small firms abroad", size=100, draws=5,
    frame=small_firms, answer=ticked, statistics=gap, worlds=("alone",), effects=caused,
    variables={"ally": "had an ally abroad in the last five years", "satisfied": "satisfied with sales abroad (1-5)"},
    groups={"Firms with an ally abroad less others": {"gap": "satisfaction"}}, axes=("ticks",),
)  # fmt: skip

if __name__ == "__main__":
    plan = Plan(survey("satisfaction", extra=[SURVEY]), firms=2000, seeds=(1, 2))
    found = carry_out(campaign_of(plan), how=How(workers=1))
    print(summary(plan, found)[["path", "mean", "low", "high", "population", "effect"]])
