"""A sweep that is still running, asked with Polars: one row per run, with its factors and outcomes.

    python docs/examples/polars_query.py results/search-trust

Nothing is read but what the query needs; after an interruption a run may be there twice, hence `unique`.
"""

import sys

import polars as pl


def runs_so_far(folder):
    points = pl.read_parquet(f"{folder}/points.parquet").with_row_index("point").cast({"point": pl.Int64})
    rows = pl.scan_parquet(f"{folder}/parts/outcomes/*.parquet").unique(["run_id", "outcome"]).collect()
    wide = rows.pivot("outcome", index=["run_id", "point", "replicate", "seed"], values="value")
    return wide.join(points, on="point").sort("run_id")


if __name__ == "__main__":
    print(runs_so_far(sys.argv[1]))
