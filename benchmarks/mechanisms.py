"""Switch off one mechanism at a time and measure, over paired seeds, an outcome that it is there for.

    python -m benchmarks.mechanisms --seeds 20

prints a Markdown table: each outcome with and without the mechanism, the paired t value, and the share of seeds in
which it moved the way the theory says. The first run of the two differs from the second in the mechanism alone: both
have the same firms and the same random draws.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from alliances.model.declarations.codes import MOTIVES
from alliances.model.face.model import AllianceModel

YEAR = 4
WORLD = {"firms": 400, "quarters": 80}


class Run:
    """A finished run, and the world as it is with all mechanisms, to measure both runs of a pair by."""

    def __init__(self, model: AllianceModel, reference: AllianceModel) -> None:
        self.model, self.reference = model, reference
        self.tables = model.tables()

    def __getattr__(self, name: str) -> pd.DataFrame:
        """A result table."""
        if name == "tables":
            raise AttributeError(name)
        return self.tables[name]

    @cached_property
    def entered(self) -> pd.DataFrame:
        """Entries, with the quarter in which the firm left again."""
        moves = self.entries[self.entries.event.isin(["enter", "leave"])].sort_values(["firm_id", "market", "step"])
        following = moves.groupby(["firm_id", "market"])[["event", "step"]].shift(-1)
        left = following.step.where(following.event == "leave")
        return moves.assign(left=left)[moves.event == "enter"]

    def by_market(self, column: str) -> pd.Series:
        """A market's condition in the world with all mechanisms, by country."""
        return pd.Series(self.reference.world.markets[column], self.reference.codes)


def failed(run: Run) -> float:
    return run.alliances.failed.dropna().astype(float).mean()


def technology_gap_of_rivals(run: Run) -> float:
    rivals = run.alliances[run.alliances.market_overlap > 0][["alliance_id", "formed_step"]]
    ties = run.ties.merge(rivals, on="alliance_id")
    settled = ties[ties.step - ties.formed_step >= 2 * YEAR]
    held = settled.merge(run.firms[["step", "firm_id", "technology"]], on=["step", "firm_id"])
    technology = held.groupby(["alliance_id", "step"]).technology
    return (technology.max() - technology.min()).mean()


def ended_by(cause: str, run: Run) -> float:
    return (run.alliances.cause.dropna() == cause).mean()


def repeated(run: Run) -> float:
    return (run.alliances.prior_ties > 0).mean()


def goal_divergence(run: Run) -> float:
    return run.alliances.goal_divergence.mean()


def trust_at_the_end(run: Run) -> float:
    return run.alliances[run.alliances.cause.notna()].trust_end.mean()


def duration(run: Run) -> float:
    return (run.alliances.ended_step - run.alliances.formed_step).dropna().astype(float).mean() / YEAR


def foremost_aim(run: Run) -> float:
    aims = run.model.world.firms["aims"]
    initiators = run.alliances.partners.map(lambda partners: partners[0])
    foremost = [MOTIVES[aims[firm].argmax()] for firm in initiators]
    return (run.alliances.motive == foremost).mean()


def joint_ventures_under_weak_law(run: Run) -> float:
    enforcement = run.by_market("enforcement")
    weak = run.alliances.host_market.map(enforcement) < enforcement.median()
    ventures = run.alliances.governance == "equity_joint_venture"
    return ventures[weak].mean() - ventures[~weak].mean()


def exporting(run: Run) -> float:
    return (run.quarters.exporters / run.quarters.living_firms).mean()


def foreign_sales_share(run: Run) -> float:
    return run.quarters.mean_foreign_sales_share.mean()


def stopping_within_a_year(run: Run) -> float:
    entered = run.entered[run.entered.step <= run.quarters.step.max() - YEAR]
    return (entered.left - entered.step <= YEAR).mean()


def distance_of_entries(run: Run) -> float:
    distances = pd.DataFrame(run.reference.world.between["distance"], run.reference.codes, run.reference.codes)
    homes = run.firms.drop_duplicates("firm_id").set_index("firm_id").home
    entered = run.entered[run.entered.firm_id.isin(homes.index)]
    return distances.stack()[list(zip(entered.firm_id.map(homes), entered.market, strict=True))].mean()


def spread_of_sales_at_home(run: Run) -> float:
    last = run.firms[run.firms.step == run.firms.step.max()]
    at_home = last.total_sales - last.foreign_sales
    return np.log((at_home / last.assets)[at_home > 0]).std()


def swing_of_sales(run: Run) -> float:
    home_sales = run.firms.total_sales - run.firms.foreign_sales
    of_country = np.log(home_sales.groupby([run.firms.home, run.firms.step]).sum())
    return of_country.groupby("home").diff().groupby("home").std().median()


def technology(run: Run) -> float:
    return run.firms[run.firms.step == run.firms.step.max()].technology.mean()


def spread_of_growth(run: Run) -> float:
    steps = run.firms.step
    first, last = (run.firms[steps == step].set_index("firm_id").assets for step in (steps.min(), steps.max()))
    return np.log(last / first).std()


class Mechanism(NamedTuple):
    """An outcome that a rule is there for, and whether it rises without the rule."""

    outcome: str
    measure: Callable[[Run], float]
    rises: bool


MECHANISMS = {
    "alliance_capability": Mechanism("failed share of judged alliances", failed, True),
    "conflict": Mechanism("failed share of judged alliances", failed, False),
    "entry_cost": Mechanism("share of firms abroad", exporting, True),
    "entry_mode": Mechanism("share of newcomers to a market that leave within a year", stopping_within_a_year, False),
    "evaluation": Mechanism("goal divergence of partners", goal_divergence, True),
    "firm_demography": Mechanism("share of endings as a partner closed", partial(ended_by, "partner_closed"), False),
    "governance": Mechanism(
        "joint ventures: share under weak less share under strong law", joint_ventures_under_weak_law, False
    ),
    "knowledge_exchange": Mechanism("mean technology of firms at the end", technology, False),
    "learning_race": Mechanism(
        "technology gap of rivals allied for two years and more", technology_gap_of_rivals, True
    ),
    "market_competition": Mechanism("spread of log sales at home per asset", spread_of_sales_at_home, False),
    "market_conditions": Mechanism(
        "joint ventures: share under weak less share under strong law", joint_ventures_under_weak_law, False
    ),
    "market_dynamics": Mechanism("spread over years of the change of log sales at home", swing_of_sales, False),
    "market_learning": Mechanism("mean foreign sales share", foreign_sales_share, False),
    "negotiation": Mechanism("goal divergence of partners", goal_divergence, True),
    "opportunism": Mechanism("trust when alliances end", trust_at_the_end, True),
    "partner_choice": Mechanism("goal divergence of partners", goal_divergence, True),
    "partner_search": Mechanism("share of alliances between earlier partners", repeated, False),
    "psychic_distance": Mechanism("psychic distance of markets entered", distance_of_entries, True),
    "resource_development": Mechanism("spread of log growth of assets between firms", spread_of_growth, False),
    "stages": Mechanism("goal divergence of partners", goal_divergence, False),
    "strategy": Mechanism("share of alliances for the initiator's foremost aim", foremost_aim, False),
    "termination": Mechanism("years that ended alliances lasted", duration, True),
    "trust": Mechanism("failed share of judged alliances", failed, True),
}  # fmt: skip


def pairs(seed: int, rules: Iterable[str] = tuple(MECHANISMS), **world: int) -> dict[str, tuple[float, float]]:
    """Each rule's outcome in the world of this seed, with the rule and without."""
    settings = {**WORLD, **world, "seed": seed}
    reference = AllianceModel(**settings).run()
    whole, found = Run(reference, reference), {}
    for rule in rules:
        measure = MECHANISMS[rule].measure
        found[rule] = measure(whole), measure(Run(AllianceModel(**settings, without=rule).run(), reference))
    return found


def evidence(rule: str, outcomes: np.ndarray) -> dict[str, str | float]:
    """What paired outcomes (seeds by with and without) say about a mechanism."""
    change = outcomes[:, 1] - outcomes[:, 0]
    error = change.std(ddof=1) / np.sqrt(len(change)) if len(change) > 1 else 0.0
    toward = change > 0 if MECHANISMS[rule].rises else change < 0
    return {
        "without": rule,
        "outcome": MECHANISMS[rule].outcome,
        "with it": outcomes[:, 0].mean(),
        "without it": outcomes[:, 1].mean(),
        "paired t": change.mean() / error if error else np.nan,
        "seeds as expected": toward.mean(),
    }


def measured(found: list[dict[str, tuple[float, float]]]) -> Iterator[dict[str, str | float]]:
    """The evidence on every rule, from each seed's pairs."""
    for rule in found[0]:
        yield evidence(rule, np.array([outcomes[rule] for outcomes in found]))


def markdown(rows: Iterable[dict[str, str | float]]) -> str:
    """Rows as a Markdown table."""
    rows = list(rows)
    written = [
        f"| `{row['without']}` | {row['outcome']} | {row['with it']:.3f} | {row['without it']:.3f} "
        f"| {row['paired t']:+.1f} | {row['seeds as expected']:.0%} |"
        for row in rows
    ]
    return "\n".join([f"| {' | '.join(rows[0])} |", "|---|---|--:|--:|--:|--:|", *written])


def main() -> None:
    """Measure all mechanisms and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20, help="paired seeds (20)")
    parser.add_argument("--firms", type=int, default=WORLD["firms"], help="firms at the start (400)")
    parser.add_argument("--quarters", type=int, default=WORLD["quarters"], help="quarters after the burn-in (80)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    chosen = parser.parse_args()
    one = partial(pairs, firms=chosen.firms, quarters=chosen.quarters)
    with ProcessPoolExecutor(chosen.workers, multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(one, range(1, chosen.seeds + 1)))
    print(f"{chosen.seeds} paired seeds, {chosen.firms} firms, {chosen.quarters} quarters\n")
    print(markdown(measured(found)))


if __name__ == "__main__":
    main()
