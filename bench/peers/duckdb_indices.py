#!/usr/bin/env python3
"""The indices of index_bench, beside DuckDB: bench/peers/duckdb_indices.py FOLDER

The peer: DuckDB, an analytical database, in process, on as many threads as ours. Get it with
`python3 -m pip install duckdb`. Build ours first:

    cmake --preset bench && cmake --build build/bench --target index_peer
    TIELINE_BENCH_RECORDS=10000000 bench/peers/duckdb_indices.py /tmp/peer

Both get the same rows: ours in memory, packed (as a history file maps them), the peer as Parquet.
Both answer: zone × class × month of one year in four sums by user and household: dark seconds with
the union of overlaps (the event that began first owns the time), interruptions, momentary seconds,
momentary interruptions, clipped to the window and to each user's registration, cut at months. Ours
sums by kVA and W besides. All integers are compared; a difference ends with exit code 1.
The time to make the Parquet files is not counted, reading them is.
"""
import json
import os
import subprocess
import sys
import time

import duckdb

OURS = os.environ.get("TIELINE_INDEX_PEER", "build/bench/bin/index_peer")
MEMORY = os.environ.get("TIELINE_PEER_MEMORY", "16GB")
RUNS = int(os.environ.get("TIELINE_PEER_RUNS", "1"))
TABLES = {
    "records": "record UINTEGER, user_no UINTEGER, event_no UINTEGER, t_start UINTEGER,"
               " t_end UINTEGER, kind UTINYINT",
    "limitations": "record UINTEGER, allowed_w BIGINT, before_w BIGINT",
    "slices": "user_no UINTEGER, since UINTEGER, until UINTEGER, zone UTINYINT, households UINTEGER",
    "events": "event_no UINTEGER, t_begin UINTEGER",
}
ZONES = ["city_center", "urban", "town", "rural", "unknown"]
CLASSES = ["fault_internal", "fault_external", "planned_maintenance", "planned_construction",
           "planned_user_request", "planned_supply_adjustment", "temporary_maintenance",
           "temporary_construction", "temporary_user_request", "rationing_source", "rationing_grid",
           "unclassified"]
SUMS = ["seconds", "household_seconds", "interruptions", "household_interruptions",
        "momentary_seconds", "household_momentary_seconds", "momentary", "household_momentary"]
# 2021 in Asia/Shanghai, which has kept UTC+8 all year since 1991.
YEAR_FROM, YEAR_TO, OFFSET, MOMENTARY_S = 1609430400, 1609430400 + 365 * 86400, 8 * 3600, 180

# Of every ten thousand records some hundreds touch another of their user. The others are whole dark
# intervals of one piece; only islands of several are cut into elementary segments with one owner.
QUERY = f"""
WITH marked AS (
  SELECT record, user_no, event_no, t_start, t_end, kind,
         CASE WHEN t_start <= max(t_end) OVER before THEN 0 ELSE 1 END AS opens
  FROM records WHERE kind & 64 = 0
  WINDOW before AS (PARTITION BY user_no ORDER BY t_start, t_end, event_no, record
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
placed AS MATERIALIZED (
  SELECT *, coalesce(lead(opens) OVER own, 1) AS next_opens,
         sum(opens) OVER own AS island
  FROM marked
  WINDOW own AS (PARTITION BY user_no ORDER BY t_start, t_end, event_no, record)),
alone AS (
  SELECT record, user_no, t_start, t_end, kind, t_start AS since, t_end AS until,
         t_start AS dark_from, t_end AS dark_to
  FROM placed WHERE opens = 1 AND next_opens = 1),
-- islands of several records
several AS MATERIALIZED (
  SELECT p.*, e.t_begin,
         CASE WHEN l.record IS NULL THEN 1 ELSE (before_w - allowed_w) / before_w END AS loss,
         min(t_start) OVER island AS dark_from, max(t_end) OVER island AS dark_to
  FROM placed p JOIN events e USING (event_no) LEFT JOIN limitations l USING (record)
  WHERE NOT (opens = 1 AND next_opens = 1)
  WINDOW island AS (PARTITION BY user_no, island)),
bounds AS (
  SELECT user_no, island, t_start AS instant FROM several
  UNION SELECT user_no, island, t_end FROM several),
segments AS (
  SELECT user_no, island, instant AS since,
         lead(instant) OVER (PARTITION BY user_no, island ORDER BY instant) AS until
  FROM bounds),
owned AS (
  SELECT s.user_no, s.island, s.since, s.until, any_value(r.dark_from) AS dark_from,
         any_value(r.dark_to) AS dark_to,
         arg_min(struct_pack(record := r.record, kind := r.kind, t_start := r.t_start, t_end := r.t_end),
                 row(-r.loss, r.t_begin, r.event_no, r.record)) AS owner
  FROM segments s JOIN several r
    ON r.user_no = s.user_no AND r.island = s.island AND r.t_start <= s.since AND r.t_end >= s.until
  WHERE s.until IS NOT NULL
  GROUP BY ALL),
pieces AS (
  SELECT * FROM alone
  UNION ALL
  SELECT owner.record, user_no, owner.t_start, owner.t_end, owner.kind, since, until, dark_from, dark_to
  FROM owned),
registered AS (
  SELECT p.record, p.kind, p.t_start, p.dark_to - p.dark_from <= {MOMENTARY_S} AS is_momentary,
         s.zone, s.households, greatest(p.since, s.since, {YEAR_FROM}) AS since,
         least(p.until, s.until, {YEAR_TO}) AS until,
         p.since = p.dark_from AND p.since >= s.since AND p.since >= {YEAR_FROM} AS has_count
  FROM pieces p JOIN slices s ON p.user_no = s.user_no AND p.since < s.until AND p.until > s.since
  WHERE p.since < {YEAR_TO} AND p.until > {YEAR_FROM}),
numbered AS (
  SELECT *, month(make_timestamp((since + {OFFSET})::BIGINT * 1000000)) AS first_month,
         month(make_timestamp((until - 1 + {OFFSET})::BIGINT * 1000000)) AS last_month
  FROM registered),
cut AS (
  SELECT record, kind, t_start, is_momentary, zone, households, since, until, has_count,
         first_month AS month
  FROM numbered WHERE first_month = last_month
  UNION ALL
  SELECT record, kind, t_start, is_momentary, zone, households, greatest(since, m_from),
         least(until, m_to), has_count AND month = first_month, month
  FROM numbered JOIN months ON month BETWEEN first_month AND last_month
  WHERE first_month <> last_month),
-- partial limitation counts the part of its seconds that supply was short, rounded cumulatively
counted AS (
  SELECT kind, is_momentary, zone, households, has_count, month, (until - since)::BIGINT AS seconds
  FROM cut WHERE kind & 32 = 0
  UNION ALL
  SELECT kind, is_momentary, zone, households, has_count, month,
         (2 * (until - t_start)::BIGINT * (before_w - allowed_w) + before_w) // (2 * before_w)
         - (2 * (since - t_start)::BIGINT * (before_w - allowed_w) + before_w) // (2 * before_w)
  FROM cut JOIN limitations USING (record) WHERE kind & 32 <> 0)
SELECT zone, kind & 15 AS class, month,
       sum(seconds), sum(seconds * households),
       count(*) FILTER (has_count AND NOT is_momentary),
       coalesce(sum(households) FILTER (has_count AND NOT is_momentary), 0),
       coalesce(sum(seconds) FILTER (is_momentary), 0),
       coalesce(sum(seconds * households) FILTER (is_momentary), 0),
       count(*) FILTER (has_count AND is_momentary),
       coalesce(sum(households) FILTER (has_count AND is_momentary), 0)
FROM counted GROUP BY ALL
"""


def connect(folder, threads):
    spill = os.path.join(folder, "spill")
    os.makedirs(spill, exist_ok=True)
    db = duckdb.connect(config={"threads": threads, "memory_limit": MEMORY, "temp_directory": spill,
                                "preserve_insertion_order": False})
    db.execute(f"""CREATE TABLE months AS
        SELECT m AS month, epoch(make_timestamp(2021, m, 1, 0, 0, 0))::UINTEGER - {OFFSET} AS m_from,
               epoch(make_timestamp(2021 + m // 12, m % 12 + 1, 1, 0, 0, 0))::UINTEGER - {OFFSET} AS m_to
        FROM (SELECT unnest(range(1, 13)) AS m)""")
    return db


def to_parquet(db, folder):
    for name, columns in TABLES.items():
        csv, parquet = (os.path.join(folder, f"{name}.{ending}") for ending in ("csv", "parquet"))
        types = ", ".join(f"'{c.split()[0]}': '{c.split()[1]}'" for c in columns.split(","))
        db.execute(f"COPY (SELECT * FROM read_csv('{csv}', header = true, columns = {{{types}}}))"
                   f" TO '{parquet}' (FORMAT parquet)")
        db.execute(f"CREATE VIEW {name} AS SELECT * FROM '{parquet}'")
        os.remove(csv)


def read_ours(folder):
    with open(os.path.join(folder, "ours.csv"), encoding="utf-8") as table:
        rows = [line.rstrip("\n").split(",") for line in table][1:]
    return {tuple(row[:3]): tuple(map(int, row[3:])) for row in rows if any(map(int, row[3:]))}


def compare(ours, theirs):
    """How many figures of the union of rows differ; the first few are shown."""
    nothing, differing = (0,) * len(SUMS), 0
    for key in sorted(ours.keys() | theirs.keys()):
        for name, a, b in zip(SUMS, ours.get(key, nothing), theirs.get(key, nothing)):
            if a != b:
                differing += 1
                if differing <= 10:
                    print(f"differs: {key} {name}: ours {a}, theirs {b}", file=sys.stderr)
    return differing


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    folder = arguments[0]
    os.makedirs(folder, exist_ok=True)
    run = json.loads(subprocess.run([OURS, folder], check=True, stdout=subprocess.PIPE).stdout)
    db = connect(folder, run["threads"])
    to_parquet(db, folder)
    walls, cpus = [], []
    for _ in range(RUNS):
        wall, cpu = time.monotonic(), time.process_time()
        rows = db.execute(QUERY).fetchall()
        walls.append(time.monotonic() - wall)
        cpus.append(time.process_time() - cpu)
    theirs = {(ZONES[zone], CLASSES[kind], f"2021-{month:02}"): tuple(map(int, sums))
              for zone, kind, month, *sums in rows if any(sums)}
    ours = read_ours(folder)
    differing = compare(ours, theirs)
    walls.sort(), cpus.sort()
    wall, cpu = walls[len(walls) // 2], cpus[len(cpus) // 2]
    print(json.dumps({
        **{key: run[key] for key in ("records", "users", "events", "threads")},
        "peer": "duckdb " + duckdb.__version__, "rows": len(ours),
        "integers": len(ours) * len(SUMS), "differing": differing,
        "ours": {"runs": run["runs"], "wall_s": run["wall_s"], "cpu_s": run["cpu_s"]},
        "theirs": {"runs": RUNS, "wall_s": round(wall, 3), "cpu_s": round(cpu, 3)},
        "times_faster_wall": round(wall / run["wall_s"], 1),
        "times_faster_cpu": round(cpu / run["cpu_s"], 1)}, indent=1))
    sys.exit(1 if differing or not ours else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
