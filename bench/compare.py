#!/usr/bin/env python3
"""Compares two Google Benchmark JSON files: bench/compare.py BASELINE NEW

Medians of at least 5 repetitions (--benchmark_repetitions=5). Slower by 5 % warns, by 15 % fails.
Figures of different machines or cases are shown, not judged.
"""
import json
import statistics
import sys

WARN, FAIL, REPETITIONS = 1.05, 1.15, 5
SAME = ("num_cpus", "mhz_per_cpu", "caches", "feeders", "users")
NS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}


def medians(run):
    """Nanoseconds by benchmark, and how many repetitions stand behind each."""
    times = {}
    for row in run["benchmarks"]:
        if row.get("run_type") == "iteration" and "error_message" not in row:
            name = row.get("run_name", row["name"])
            # a median over many works where there is one; else the time of an iteration
            time = row["median_us"] * 1e3 if "median_us" in row else row["real_time"] * NS[row["time_unit"]]
            times.setdefault(name, []).append(time)
    return {name: (statistics.median(each), len(each)) for name, each in times.items()}


def main(paths):
    if len(paths) != 2:
        sys.exit(__doc__)
    before, after = (json.load(open(path, encoding="utf-8")) for path in paths)
    differing = [key for key in SAME if before["context"].get(key) != after["context"].get(key)]
    old, new = medians(before), medians(after)
    failed = False
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            print(f"{name}: only in {'the baseline' if name in old else 'the new run'}")
            failed |= name in old and not differing
            continue
        (was, n_was), (now, n_now) = old[name], new[name]
        ratio = now / was
        verdict = "FAIL" if ratio > FAIL else "warn" if ratio > WARN else "ok"
        if differing or min(n_was, n_now) < REPETITIONS:
            verdict = "not judged"
        failed |= verdict == "FAIL"
        print(f"{name}: {was / 1e3:.1f} us -> {now / 1e3:.1f} us  x{ratio:.2f}  {verdict}")
    if differing:
        print("not judged: the runs differ in " + ", ".join(differing))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
