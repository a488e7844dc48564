"""A fact of one's own: one file, measured and judged beside the shipped ones.

A fact says what is reported and by whom, how its numbers are taken from result tables, and where they must lie. Commit
it before you look at its numbers, and write that commit into ``registered``.

    python docs/examples/own_fact.py
"""

from alliances.analysis.facts import facts
from alliances.analysis.facts.declaration import Fact, Number, Replicate
from alliances.analysis.summary import last_record
from alliances.analysis.verdicts import number_verdicts
from alliances.experiments.campaign.campaign import How
from alliances.experiments.campaign.sitting import carry_out
from alliances.experiments.evidence.validation import Plan, campaign_of, check_plan


def exporters_by_size(replicate: Replicate) -> dict[str, float]:
    """How much more often large firms are abroad than small ones, and how often alliances take the small ones there."""
    now, alone = (last_record(replicate.worlds[name]["firms"]) for name in ("base", "alone"))
    abroad = (now["markets"] > 0).groupby(now["sme"]).mean()
    small, same = now[now["sme"]], alone["firm_id"]
    small, alone = small[small["firm_id"].isin(same)], alone[same.isin(small["firm_id"])]
    return {
        "gap": float(abroad.get(False, float("nan")) - abroad.get(True, float("nan"))),
        "by_alliances": float((small["markets"] > 0).mean() - (alone["markets"] > 0).mean()),
    }


FACT = Fact(
    id="exporters_by_size",
    finding="Large firms export more often; alliances take small ones abroad",
    reported="rises steeply with size",
    source=("bernard_jensen_1999",),  # a key of the model's references, or your own words
    trust="abstract",
    measured_on="firms at the last record, and the same small firms where nobody seeks allies",
    role="validate",  # never fitted to
    numbers=(
        Number("gap", "Share of exporters, large less small firms", "band", low=0.1, high=0.6),
        Number("by_alliances", "Share of small firms that are abroad by alliances", "sign", unit="share points"),
    ),
    measure=exporters_by_size,
    worlds=("base", "alone"),
)


def measured(firms: int = 4000, seeds: int = 30):
    """What was simulated of this fact, and the verdict on each of its numbers."""
    plan = Plan((facts(extra=[FACT])["exporters_by_size"],), firms=firms, seeds=tuple(range(1, seeds + 1)))
    check_plan(plan)
    return number_verdicts(carry_out(campaign_of(plan), how=How(workers=1)).base(), plan.facts)


if __name__ == "__main__":
    print(measured(firms=600)[["number", "mean", "confidence_low", "confidence_high", "verdict"]])
