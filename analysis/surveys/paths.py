"""What the paths of each survey are called, in words and in groups, for tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Groups = dict[str, dict[str, str]]
STANDARDIZED = "standard deviations of the outcome per standard deviation of the cause"
MEASURES = {
    "age_years": "age (years)",
    "phase_reached": "phase reached (0-2)",
    "employees": "employees",
    "capital": "financial strength (0-1)",
    "alliances_formed": "alliances in five years",
    "initiated_share": "share it initiated",
    "stages_skipped": "stages skipped per alliance",
    "planning": "inclination to plan (0-1)",
    "knowledge_learned": "knowledge learned per alliance",
    "alliance_capability": "alliance capability (0-1)",
    "capability_gained": "capability gained in five years",
}


class Described(NamedTuple):
    """A survey for readers: whose it is, who is asked, its paths (words by path) in groups, and what is measured."""

    paper: str
    asked: str
    groups: Groups
    axes: tuple[str, ...]  # what is measured: one for all groups, or one for each


ZHU: Groups = {
    "Paths": {
        "XY": "alliance → performance, direct",
        "XM1": "alliance → technical cooperation",
        "M1Y": "technical cooperation → performance",
        "XM2": "alliance → years with multinationals",
        "M2Y": "years with multinationals → performance",
        "total": "alliance → performance, in all",
    },
    "What strengthens alliance → performance": {
        "Z1": "firm size",
        "Z2": "industry",
        "Z3": "market competition",
    },
}
SCALES = {
    "SP": "partnerships", "A": "alliances", "MC": "market challenges", "KT": "knowledge transfer", "I": "success",
}  # fmt: skip
NISSANKA: Groups = {
    "Regression of success": {
        **{f"beta_{symbol}": f"{SCALES[symbol]} → success" for symbol in ("SP", "A", "MC", "KT")},
        "indirect_SP": "partnerships → knowledge → success (H4)",
        "indirect_A": "alliances → knowledge → success (H5)",
    },
    "Correlations": {
        f"r_{one}_{other}": f"{SCALES[one]} – {SCALES[other]}"
        for n, one in enumerate(SCALES)
        for other in [*SCALES][n + 1 :]
    },
    "Fit and reliability": {
        "R2": "R² of the regression",
        **{f"alpha_{symbol}": f"alpha of {name}" for symbol, name in SCALES.items()},
    },
}
VEILLEUX: Groups = {
    "Boston less Montreal": {f"gap_{measure}": words for measure, words in MEASURES.items()},
    "How firms come to their alliances": {
        "planned": "planned",
        "combination": "a combination of both",
        "opportunistic": "opportunistic",
    },
}
GAPS = ("difference, in standard deviations between firms", "share of the firms that initiated alliances")
DESCRIBED = {
    "zhu": Described("Zhu (2025)", "firms that are abroad", ZHU, (STANDARDIZED,)),
    "nissanka": Described(
        "Nissanka", "internationalized SMEs of ten emerging markets", NISSANKA, (f"{STANDARDIZED}, or as named",)
    ),
    "veilleux": Described("Veilleux, Haskell and Pons (2012)", "biotechnology SMEs", VEILLEUX, GAPS),
}


def in_words(survey: str) -> dict[str, str]:
    """Every path of a survey in words."""
    return {path: words for group in DESCRIBED[survey].groups.values() for path, words in group.items()}


def in_groups(survey: str, paths: Sequence[str]) -> Groups:
    """Those of the paths that have a group, in words, in the groups' order."""
    known = DESCRIBED[survey].groups.items()
    found = {group: {path: words for path, words in members.items() if path in paths} for group, members in known}
    return {group: members for group, members in found.items() if members}
