"""Every decision that a random draw takes part in; a duplicate name is an error."""

import hashlib

import numpy as np

_decisions: dict[str, np.uint64] = {}


def decision(name: str) -> np.uint64:
    """The code of a decision, from its name alone, so that a new decision leaves all other draws as they were."""
    if name in _decisions:
        raise ValueError(f"decision '{name}' is declared twice")
    _decisions[name] = code_of(name)
    return _decisions[name]


def own_decision(name: str) -> np.uint64:
    """The code of a plugin's decision, which may be declared again as a notebook's cell is run again."""
    if name in _decisions:
        raise ValueError(f"decision '{name}' is one of the model's")
    return code_of(name)


def code_of(name: str) -> np.uint64:
    """The code that a name stands for."""
    return np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little"))


# who is there at the start, and who joins
HOME = decision("home")
INDUSTRY = decision("industry")
TRAITS = decision("traits")
RESOURCE_TRAITS = decision("resource_traits")
CULTURE_TRAITS = decision("culture_traits")
AIM_TRAITS = decision("aim_traits")
ACTOR_TRAITS = decision("actor_traits")
SYNTHETIC_COUNTRY = decision("synthetic_country")
SEGMENT = decision("segment_competition")
COMMON = decision("common_competition")
FOUNDING = decision("founding")
FOUNDER = decision("founder")
REGISTER_PLACE = decision("register_place")
CLOSING = decision("closing")

# markets and strategy
DEMAND = decision("demand")
REVIEW = decision("strategy_review")
LEADER = decision("leading_actor")
MOTIVE = decision("motive")
MARKET_SEEN = decision("market_seen")
ENTRY_CHOICE = decision("entry_choice")
ALLY_OR_ALONE = decision("ally_or_alone")

# finding and choosing partners
CHANNEL = decision("search_channel")
PAST_PARTNER = decision("past_partner")
REFERRAL = decision("referral")
STRANGER = decision("stranger")
NOTICE = decision("notice")
COUNTRY = decision("search_country")
JUDGEMENT = decision("judgement")
CONSENT = decision("consent")
SKIPPING = decision("skipping")
INVITATION = decision("invitation")

# talks and terms
ALLIANCE_KEY = decision("alliance_key")
AGREEMENT = decision("agreement")
BREAKDOWN = decision("breakdown")
OWNERSHIP = decision("ownership")
TERM = decision("term")
AMBITION = decision("ambition")

# running and ending
DEFECTION = decision("cheating")  # the names are those that the draws of earlier versions are keyed to
DETECTION = decision("seeing")
RESTRUCTURING = decision("restructuring")
RENEWAL = decision("renewal")
ENDING = decision("ending")
ENDING_CAUSE = decision("ending_cause")
TAKEOVER = decision("takeover")
FUNCTION = decision("dedicated_function")

# markets abroad and resources
FIRST_DEMAND_SHOCK = decision("surprise")
DEMAND_SHOCK = decision("taste")
LEAVING = decision("leaving")
RECONSIDERING = decision("reconsidering")
DEEPENING = decision("deepening")
OWN_COST = decision("own_cost")
SEEN_FROM = decision("seen_from")
RESOURCE_CHANCE = decision("resource_chance")

# policies
ADMISSION = decision("admission")
