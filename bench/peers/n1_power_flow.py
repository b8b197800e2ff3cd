#!/usr/bin/env python3
"""N-1 with AC check of one large feeder, beside power-grid-model and OpenDSS:

    python3 -m pip install power-grid-model dss-python
    cmake --preset bench && cmake --build build/bench --target n1_peer large_feeder_case
    bench/peers/n1_power_flow.py FOLDER [BUSES [SAMPLES]]        # 5000 buses, 300 samples

All get the same network, the case in FOLDER/case (made if absent). Ours sweeps every section and
every switch, and of each it finds the best transfer and proves it by AC power flow or by a bound on
it. The peers do less: of SAMPLES contingencies they get the switching state after that transfer and
solve the power flow of it. They have no search. Of every sample the nodes alive, the lowest voltage
and the highest loading of a line or switch must be the same for all; a difference ends with exit
code 1. So that the search does not blur it, ours solves those states of the whole network, too
("power flows"). Peers are proved first against the published answer of the 33-bus feeder.

Timed is, of ours, the whole sweep and all it sets up, but not reading the case; of power-grid-model
one batch call with voltages and currents as its only output, on 1 thread and on all; of OpenDSS
opening, closing and solving, but neither compiling nor reading results (on all threads: one context
each, results read), each solve from the voltages before. On one thread CPU time is measured, so
that a busy machine counts the less, on all of them wall time. Of ours the median, of peers the best
of TIELINE_PEER_RUNS (3).
"""
import csv
import json
import os
import subprocess
import sys

import numpy as np
import power_flow_peers as peers

BIN = os.environ.get("TIELINE_BENCH_BIN", "build/bench/bin")
RUNS = int(os.environ.get("TIELINE_PEER_RUNS", "3"))
SAME_PU, SAME_LOADING = 1e-6, 1e-5


def read_states(path, network):
    with open(path, encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    states = [[network.switch_row[switch] for switch in row["changed"].split()] for row in rows]
    return rows, states


def worst_of(volts, amperes, network):
    """Of each state: nodes alive, lowest voltage of these, highest loading."""
    alive = volts > 0.1
    rated = network.branch_a > 0
    return (alive.sum(axis=1), np.where(alive, volts, np.inf).min(axis=1),
            (np.abs(amperes[:, rated]) / network.branch_a[rated]).max(axis=1))


def compare(name, rows, worst):
    """How many states differ; the first few are shown. And by how much at most, in pu and loading."""
    nodes, lowest, loading = (np.array([float(row[key]) for row in rows])
                              for key in ("live_nodes", "lowest_pu", "loading"))
    off_pu, off_loading = np.abs(worst[1] - lowest), np.abs(worst[2] - loading)
    differs = (worst[0] != nodes) | ~(off_pu <= SAME_PU) | ~(off_loading <= SAME_LOADING)
    for i in np.flatnonzero(differs)[:10]:
        print(f"differs: {rows[i]['kind']} {rows[i]['id']}: ours {nodes[i]:.0f} nodes,"
              f" {lowest[i]:.8f} pu, loading {loading[i]:.7f}; {name} {worst[0][i]} nodes,"
              f" {worst[1][i]:.8f} pu, loading {worst[2][i]:.7f}", file=sys.stderr)
    return int(differs.sum()), float(off_pu.max()), float(off_loading.max())


def measure(peer, label, network, rows, states, all_threads):
    rates = {}
    for key, threads in (("one", 1), ("all", all_threads)):
        peer.solve(states[:threads], threads)  # compiles, and warms up
        best = np.inf
        for _ in range(RUNS):
            volts, amperes, seconds = peer.solve(states, threads)
            best = min(best, seconds)
        differing, off_pu, off_loading = compare(label, rows, worst_of(volts, amperes, network))
        rates[key] = {"per_s": round(len(states) / best, 1), "differing": differing,
                      "most_off_pu": off_pu, "most_off_loading": off_loading}
    return rates


def print_table(run, results):
    def line(what, ours, digits=0):
        print(f"{what:46}" + "".join(f"{figure:14,.{digits}f}" for figure in ours))

    print(f"{run['nodes']} nodes, {run['contingencies']} contingencies, {run['with_transfer']} with users"
          f" to transfer, {run['passed']} passed; tiers {run['tiers']}; {run['samples']} compared")
    print(f"{'a second':46}{'1 thread, CPU':>14}{str(run['threads']) + ', wall':>14}")
    sweeps = np.array([run["contingencies"] / run["sweep_s_" + key] for key in ("one", "all")])
    flows = np.array([run["flows_per_s_" + key] for key in ("one", "all")])
    line("tieline: contingencies, transfer included", sweeps)
    line("  lines and sources, too", [run["four_kinds"] / run["four_kinds_s"]])
    line("tieline: power flows", flows)
    for label, rates in results.items():
        theirs = np.array([rates[key]["per_s"] for key in ("one", "all")])
        line(label, theirs)
        line("  times faster, contingencies", sweeps / theirs, 1)
        line("  times faster, those with users to transfer",
             run["with_transfer"] / run["contingencies"] * sweeps / theirs, 1)
        line("  times faster, power flows", flows / theirs, 1)
        print(f"  most off: {rates['one']['most_off_pu']:.1e} pu,"
              f" loading {rates['one']['most_off_loading']:.1e}")


def main(arguments):
    if not 1 <= len(arguments) <= 3:
        sys.exit(__doc__)
    folder, buses, samples = (arguments + ["5000", "300"][len(arguments) - 1:])[:3]
    case, table = os.path.join(folder, "case"), os.path.join(folder, "states.csv")
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(case):
        subprocess.run([os.path.join(BIN, "large_feeder_case"), case, buses], check=True)
    network = peers.read_case(case)
    proofs = {label: peers.prove(make) for label, make in peers.every_peer()}
    run = json.loads(subprocess.run([os.path.join(BIN, "n1_peer"), case, table, samples], check=True,
                                    stdout=subprocess.PIPE).stdout)
    rows, states = read_states(table, network)
    run["samples"] = len(rows)
    results = {label: measure(make(network), label, network, rows, states, run["threads"])
               for label, make in peers.every_peer()}
    with open(os.path.join(folder, "n1.json"), "w", encoding="utf-8") as out:
        json.dump({"ours": run, "peers": results, "baran_wu_33": proofs}, out, indent=1)
        out.write("\n")
    print_table(run, results)
    differing = sum(rates[key]["differing"] for rates in results.values() for key in rates)
    sys.exit(1 if differing or not rows else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
