"""A sweep that is still running, asked with DuckDB: mean of an outcome at each point, the highest first.

    python docs/examples/duckdb_query.py results/search-trust

Every file in `runs` is whole the moment it appears, so a query may come at any time. Rows of one run are never split
between files; after an interruption a run may be there twice, with the same values, hence `DISTINCT`.
"""

import sys

import duckdb

QUERY = """
SELECT point, avg(value) AS mean, count(*) AS runs
FROM (SELECT DISTINCT run_id, point, value FROM read_parquet(? || '/parts/outcomes/*.parquet') WHERE outcome = ?)
WHERE NOT isnan(value)
GROUP BY point
ORDER BY mean DESC
"""


def highest(folder, outcome="failed_share"):
    return duckdb.execute(QUERY, [str(folder), outcome])


if __name__ == "__main__":
    for row in highest(sys.argv[1]).fetchmany(10):
        print(row)
