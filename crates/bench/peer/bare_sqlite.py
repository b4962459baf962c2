"""Bare SQLite: the rows of statements and of their terms, one by one as a program would, 500 statements a transaction,
each transaction durable. Into a database that Sightline made, so that tables and indexes are its own. Prints rows/s."""

import json
import os
import random
import sqlite3
import sys
import time

ROWS = 500
# As the terms of the load are spread: verb, agent, lesson, module, course, category, authority.
AMONG = [5, 2000, 400, 50, 10, 1, 1]

database, seconds, size = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
connection = sqlite3.connect(database, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = FULL")
payload = "x" * size
digest = bytes(16)


def terms(seq):
    for kind, among in enumerate(AMONG):
        number = kind * 1_000_000 + random.randrange(among)
        yield (number * 0x9E3779B97F4A7C15 % 2**63, seq)
    yield (random.getrandbits(62), seq)


seq = 0
began = time.monotonic()
while time.monotonic() - began < seconds:
    places = range(seq + 1, seq + ROWS + 1)
    rows = [(at, os.urandom(16), 1_772_409_600_000 + at, False, "bench", digest, payload) for at in places]
    found = [term for at in places for term in terms(at)]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO statement (seq, id, stored_at, voided, authority, digest, payload) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    connection.executemany("INSERT INTO statement_term (term, seq) VALUES (?, ?)", found)
    connection.execute("COMMIT")
    seq += ROWS
print(json.dumps(seq / (time.monotonic() - began)))
