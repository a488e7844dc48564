"""What a firm is described by."""

from __future__ import annotations

import numpy as np

from alliances.model.declarations.codes import ACTORS, MEMORY, MODES, MOTIVES, NO_MODE, NOBODY, RESOURCES
from alliances.model.declarations.columns import (
    MONEY,
    MONEY_A_YEAR,
    UNIT_INTERVAL,
    Records,
    bits,
    code,
    count,
    derived,
    flag,
    key,
    link,
    place,
    real,
    share,
    step,
)
from alliances.model.rules import QUARTERS_PER_YEAR, firm_demography

TABLE = "firms"


def share_of(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A part as a share of the whole; zero where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


class Identity:
    """Who it is."""

    key = key("What its random draws are keyed to")
    name = derived("text", "Name of a firm of the user's own; null for those drawn", "", lambda ids: ids, TABLE,
                   nullable=True, words="names")  # fmt: skip
    home = place("Home country", table=TABLE)
    industry = place("Industry", "industries", table=TABLE)
    founded = step("Quarter of founding; negative for firms older than the run")
    age_years = derived("float", "Age", "years", lambda step, founded: (step - founded) / QUARTERS_PER_YEAR, TABLE)
    alive = flag("Whether it is alive (always true in the table)", table=TABLE)


class Means:
    """What it has, sells and earns."""

    assets = real("Assets", MONEY, low=0, table=TABLE)
    employees = derived(
        "float", "Employees, from assets", "employees",
        lambda values, assets: firm_demography.employees(assets, values.firm_demography), TABLE,
    )  # fmt: skip
    sme = derived(
        "bool", "Whether small or medium-sized", "",
        lambda values, assets: firm_demography.is_small_or_medium(
            firm_demography.employees(assets, values.firm_demography), values.firm_demography
        ), TABLE,
    )  # fmt: skip
    home_sales = real("Sales at home", MONEY_A_YEAR, low=0)
    foreign_sales = real("Foreign sales", MONEY_A_YEAR, low=0, table=TABLE)
    total_sales = derived(
        "float", "Total sales", MONEY_A_YEAR, lambda home_sales, foreign_sales: home_sales + foreign_sales, TABLE
    )
    foreign_sales_share = derived(
        "float", "Foreign in total sales", UNIT_INTERVAL,
        lambda home_sales, foreign_sales: share_of(foreign_sales, home_sales + foreign_sales), TABLE,
    )  # fmt: skip
    profit = real("Profit", MONEY_A_YEAR, table=TABLE)
    alliance_profit = real("Profit from alliances this quarter", MONEY)
    outlay = real("Spent this quarter on search, talks, entry, research and alliances", MONEY)
    support = bits("Policies that support it, one bit each", dtype="i8")


class Resources:
    """Its resources."""

    resources = share("Strength in {word}", width=len(RESOURCES), words=RESOURCES, table=TABLE, shown="{word}")
    learned = real("Learned this quarter, from partners and rivals", "resource", width=len(RESOURCES))
    endowment = share("What it can sustain of each resource on its own", width=len(RESOURCES))
    aptitude = share("Aptitude for learning from others, whatever it knows already")


class Standing:
    """What follows from its resources, size and portfolio, worked out anew each quarter."""

    bundle = share("Resources weighted by what its industry needs")
    bundle_abroad = share("The same as it counts abroad: technology travels, marketing and operations less")
    capacity = real("Weight that its free means give it with customers", "weight", low=0)
    size_in_costs = real("How much more being abroad costs it than a mid-sized firm", "ratio", low=0)
    absorptive_capacity = share("Absorptive capacity", table=TABLE)
    alliance_capability = share("Alliance capability", table=TABLE)
    attention = share("Attention that its portfolio leaves for each alliance")
    review_chance = share("Chance that a strategy review comes up in a quarter")
    own_rd_projects = count("R&D projects of its own", "projects")
    rd_projects = derived(
        "int", "R&D projects, its own and the joint ones", "projects",
        lambda own_rd_projects, technical_cooperation_projects: own_rd_projects + technical_cooperation_projects, TABLE,
    )  # fmt: skip


class Experience:
    """What it has learned of going abroad and of alliances."""

    international_experience = share("Experience of going abroad, whatever the market")
    taught = real("International experience passed on by partners this quarter", "experience", low=0)
    experience = real("Alliance-years managed, fading", "alliance-years", low=0)
    dedicated_function = flag("Whether it has a dedicated alliance function", table=TABLE)


class Character:
    """What it is like as a partner."""

    risk_tolerance = share("Risk tolerance")
    planning = share("Inclination to plan rather than seize opportunities", table=TABLE)
    opportunism = share("Latent opportunism (nobody in the model sees it)", table=TABLE)
    reputation = share("Reputation as a partner", table=TABLE)
    aims = share("Weights of the four motives, sum 1", width=len(MOTIVES))
    organizational_culture = share("Position in organizational culture, three dimensions", width=3)
    professional_culture = share("Position in professional culture, two dimensions", width=2)
    actors = bits(f"Internal actors that take part in alliance strategy: {', '.join(ACTORS)}")


class Position:
    """Its alliances and markets."""

    first_tie = link("Head of its chain of ties")
    first_presence = link("Head of its chain of presences")
    ties = count("Talks and signed alliances it is in", "alliances")
    alliances = count("Signed alliances it is in", "alliances", table=TABLE)
    international_alliances = count("Of those, with a partner from another country", "alliances", table=TABLE)
    technical_cooperation_projects = count(
        "Alliances that cover technology, one joint project each", "projects", table=TABLE
    )
    markets = count("Foreign markets it is present in", "markets", table=TABLE)
    footprint = bits("Foreign markets that it serves with what it buys of others, one bit each", dtype="i8")
    mnc_partner = flag("Whether it works with a multinational this quarter")
    mnc_cooperation_years = real("Years in which it worked with a multinational partner", "years", low=0, table=TABLE)


class Plan:
    """What it seeks this quarter, and with whom."""

    motive = code("What it seeks from an ally; none if it seeks none", MOTIVES)
    entry = code("Mode in which it will enter alone; none if it will not", MODES, fill=NO_MODE)
    target = place("Market under review", fill=NOBODY)
    entry_cost = real("Sunk cost of the entry planned", MONEY, low=0)
    outside_option = share("How good an alternative partner it saw lately")
    proposer = link("Best firm that proposes to it")
    proposer_utility = real("Utility of that firm, as seen", "utility")
    proposal = link("Candidates it would propose to, the best first", width=3)
    proposal_utility = real("Utility of the best of them, as seen", "utility")
    proposal_asked = real("Utility below which it declines", "utility")


class Memory:
    """Partners it remembers."""

    past_partner = link("Partners it remembers", width=MEMORY)
    past_trust = share("Trust left in each of them", width=MEMORY)
    past_alliances = count("Alliances it had with each of them", "alliances", width=MEMORY)


FIRMS = Records(
    "firms", "One entry per firm that ever lived",
    (Identity, Means, Resources, Standing, Experience, Character, Position, Plan, Memory),
)  # fmt: skip
