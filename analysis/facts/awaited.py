"""Facts that are declared but cannot be measured yet, each with what it awaits."""

from __future__ import annotations

from alliances.analysis.facts.declaration import Fact, Number

FACTS = (
    Fact(
        "telecom_shares", "Two telecom firms with different alliances go different ways",
        "market shares 2019-2023; base stations by region; international revenue .565 and .718", ("zhu_2025",), "seed",
        "200 runs of the two cases: rank order of shares, their course before and after sanctions, regions led",
        "validate",
        (
            Number("rank_order", "Rank correlation of simulated with reported shares", "sign", unit="correlation"),
            Number("huawei_before", "Huawei's change of share before sanctions", "sign", unit="share points"),
            Number("huawei_after", "Huawei's change of share after sanctions", "sign", float("-inf"), 0.0,
                   unit="share points"),
            Number("ericsson", "Ericsson's change of share", "sign", unit="share points"),
            Number("regions_led", "Share of regions led by the firm that is reported to lead", "band", 1.0, 1.0,
                   reported=1.0),
        ),
        None, awaits="the two telecom cases, which are not in the model yet",
    ),
    Fact(
        "deadweight", "Many supported firms would have gone abroad anyway",
        "about 59 %: firms attribute 41 % of export sales to support", ("scottish_government_2023",), "abstract",
        "paired worlds with and without the policy: share of supported firms that are abroad in both", "validate",
        (Number("deadweight", "Share that would have gone anyway", "band", 0.35, 0.75, reported=0.59),),
        None, awaits="policies, which are not in the model yet",
    ),
    Fact(
        "diminishing", "The return of export promotion falls with its budget", "diminishing returns",
        ("lederman_2010", "olarreaga_2015"), "abstract",
        "additional exports over the budget of a policy: coefficient of the squared budget", "validate",
        (Number("squared", "Coefficient of the squared budget", "sign", float("-inf"), 0.0, unit="million USD"),),
        None, awaits="policies, which are not in the model yet",
    ),
)  # fmt: skip
