"""Seconds that DuckDB needs for the exact median cycle time by team and sprint on its own table, the middle one of nine runs."""

import json
import sys
import time

import duckdb

connection = duckdb.connect(":memory:")
connection.execute(
    "CREATE TABLE pull_request AS SELECT * FROM read_csv(?, header = true,"
    " columns = {'team': 'VARCHAR', 'sprint': 'VARCHAR', 'opened_at': 'BIGINT', 'merged_at': 'BIGINT'})",
    [sys.argv[1]],
)
QUERY = """
SELECT team, sprint, median((merged_at - opened_at) / 3600000.0) AS hours, count(*) AS n
FROM pull_request WHERE merged_at IS NOT NULL GROUP BY team, sprint
"""
seconds = []
for _ in range(9):
    start = time.perf_counter()
    rows = connection.execute(QUERY).fetchall()
    seconds.append(time.perf_counter() - start)
print(json.dumps({"version": duckdb.__version__, "seconds": sorted(seconds)[len(seconds) // 2], "groups": len(rows)}))
