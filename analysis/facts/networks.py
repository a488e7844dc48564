"""Facts of the alliance network."""

from __future__ import annotations

from alliances.analysis.facts.declaration import Fact, Measured, Number, Replicate
from alliances.analysis.facts.records import base
from alliances.analysis.facts.registrations import WITH_MEASURE


def degree_skew(replicate: Replicate) -> Measured:
    """Inequality of ties over firms that have any, and clustering against random graphs, at the end of the run."""
    from alliances.analysis.statistics.network import clustering_ratio, degrees, edges_between, gini

    alliances = base(replicate)["alliances"]
    edges = edges_between(alliances.loc[alliances["ended_step"].isna(), "partners"])
    return {"gini": gini(degrees(edges)), "clustering": clustering_ratio(edges, replicate.seed)}


FACTS = (
    Fact(
        "degree_skew", "Few firms hold many alliances, and partners of partners ally",
        "skewed degrees, clustering far above random", ("tomasello_2017",), "abstract",
        "network of the alliances alive at the last step, of firms with at least one (as in the source): Gini of the "
        "number of partners; share of closed triads over that of random graphs with as many firms and ties",
        "validate",
        (
            Number("gini", "Gini of degree", "band", 0.40, 1.0, unit="Gini"),
            Number("clustering", "Clustering over that of random graphs", "band", 2.0, unit="ratio"),
        ), degree_skew, registered=WITH_MEASURE,
    ),
)  # fmt: skip
