"""Network statistics by rustworkx: how unequal ties are, and how much more they cluster than at random."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import numpy as np

Edges = set[tuple[int, int]]

RANDOM_GRAPHS = 100


def edges_between(groups: Iterable[Sequence[int]]) -> Edges:
    """The pairs that share at least one group, each once."""
    return {(min(pair), max(pair)) for group in groups for pair in combinations(group, 2)}


def degrees(edges: Edges) -> np.ndarray:
    """Number of ties of every node that has any."""
    ends = np.array(sorted(edges), dtype=np.int64).ravel()
    return np.unique(ends, return_counts=True)[1]


def gini(values: np.ndarray) -> float:
    """Gini coefficient of values that are not negative: 0 for equal ones, near 1 if one has all; NaN of nothing."""
    ordered = np.sort(np.asarray(values, dtype=float))
    if not ordered.size or ordered.sum() == 0:
        return float("nan")
    ranks = np.arange(1, ordered.size + 1)
    return float(2 * (ranks * ordered).sum() / (ordered.size * ordered.sum()) - (ordered.size + 1) / ordered.size)


def clustering_ratio(edges: Edges, seed: int) -> float:
    """Share of closed triads over its mean in random graphs with as many nodes (those with ties) and edges.

    NaN where there is no edge, or where no random graph closes a triad.
    """
    import rustworkx

    if not edges:
        return float("nan")
    own = graph_of(edges)
    nodes, ties = own.num_nodes(), own.num_edges()
    at_random = [
        rustworkx.transitivity(rustworkx.undirected_gnm_random_graph(nodes, ties, seed=number))
        for number in np.random.default_rng(seed).integers(2**32, size=RANDOM_GRAPHS).tolist()
    ]
    expected = float(np.mean(at_random))
    return float(rustworkx.transitivity(own)) / expected if expected else float("nan")


def graph_of(edges: Edges) -> Any:
    """The graph of these edges, with the nodes that they join."""
    import rustworkx

    place = {node: position for position, node in enumerate(sorted({node for edge in edges for node in edge}))}
    graph: rustworkx.PyGraph[int, None] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(place))
    graph.add_edges_from_no_data([(place[one], place[other]) for one, other in sorted(edges)])
    return graph
