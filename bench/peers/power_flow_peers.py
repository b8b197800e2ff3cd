#!/usr/bin/env python3
"""power-grid-model and OpenDSS behind one door, for n1_power_flow.py. Run by itself it proves both
against the published answer of the 33-bus feeder (pip install power-grid-model dss-python).

A peer is made from a `Network`, is told states (which switches differ from normal) and answers the
magnitude of every node's voltage in pu (0: dark) and of every line's and switch's current in A.
Seconds are of CPU time on one thread (a busy machine then counts the less), of wall time on more.
Both peers get the balanced network as its single-phase equivalent, which is what ours solves too:
sources hold their voltage, lines are series impedances, loads draw constant power.
"""
import concurrent.futures
import csv
import dataclasses
import importlib.metadata
import os
import time

import numpy as np
import power_grid_model as pgm
from dss import DSS

IDEAL_SOURCE_VA = 1e18   # short-circuit power: a source holds its voltage
SWITCH_OHM = 1e-7        # OpenDSS has no switch without impedance; with less, digits of loadings get lost


@dataclasses.dataclass
class Network:
    """Rows in the order of the files; node columns hold row numbers."""
    node_kv: np.ndarray
    line_from: np.ndarray
    line_to: np.ndarray
    line_r: np.ndarray       # ohm
    line_x: np.ndarray
    line_a: np.ndarray       # ampacity; nan: unknown
    switch_from: np.ndarray
    switch_to: np.ndarray
    switch_closed: np.ndarray
    switch_a: np.ndarray
    source_node: np.ndarray
    source_pu: np.ndarray
    load_node: np.ndarray    # one row a node that draws anything
    load_kw: np.ndarray
    load_kvar: np.ndarray
    node_row: dict
    switch_row: dict

    @property
    def branch_a(self):
        return np.concatenate([self.line_a, self.switch_a])


def read_case(folder):
    """The network of a case folder at peak load. The files are taken to be whole and without faults."""
    def table(name):
        with open(os.path.join(folder, "network", name), encoding="utf-8", newline="") as rows:
            return list(csv.DictReader(rows))

    def column(rows, name, blank=np.nan):
        return np.array([float(row[name]) if row.get(name) else blank for row in rows], dtype=float)

    nodes, lines, switches = table("nodes.csv"), table("lines.csv"), table("switches.csv")
    sources, users = table("sources.csv"), table("transformers.csv")
    settings = {row["key"]: row["value"] for row in table("meta.csv")}
    node_row = {row["id"]: i for i, row in enumerate(nodes)}

    def ends(rows, name):
        return np.array([node_row[row[name]] for row in rows], dtype=np.int64)

    kw = np.where(np.isnan(column(users, "peak_kw")), column(users, "load_kw"),
                  column(users, "peak_kw"))
    factor = column(users, "power_factor", float(settings.get("power_factor", 0.95)))
    kvar = kw * np.sqrt(1 - factor**2) / factor
    if users and "load_kvar" in users[0]:
        of = column(users, "load_kw")
        of = np.where(of > 0, of, column(users, "peak_kw"))
        stated = column(users, "load_kvar")
        kvar = np.where(np.isnan(stated), kvar, stated / of * kw)
    at = ends(users, "node")
    drawn_kw, drawn_kvar = (np.bincount(at, weights=w, minlength=len(nodes)) for w in (kw, kvar))
    loaded = np.flatnonzero((drawn_kw != 0) | (drawn_kvar != 0))
    km = column(lines, "length_km")
    return Network(
        node_kv=column(nodes, "voltage_kv"), line_from=ends(lines, "from_node"),
        line_to=ends(lines, "to_node"), line_r=km * column(lines, "r_ohm_per_km"),
        line_x=km * column(lines, "x_ohm_per_km"), line_a=column(lines, "ampacity_a"),
        switch_from=ends(switches, "from_node"), switch_to=ends(switches, "to_node"),
        switch_closed=np.array([row["normal"] == "closed" for row in switches]),
        switch_a=column(switches, "ampacity_a"), source_node=ends(sources, "node"),
        source_pu=column(sources, "voltage_pu", 1.0), load_node=loaded,
        load_kw=drawn_kw[loaded], load_kvar=drawn_kvar[loaded], node_row=node_row,
        switch_row={row["id"]: i for i, row in enumerate(switches)})


def clock_of(threads):
    return time.process_time if threads == 1 else time.perf_counter


class PowerGridModel:
    """Batches of switch states: the status of every switch in every scenario that changes any."""
    METHODS = ("newton_raphson", "iterative_current")
    name = "power-grid-model " + importlib.metadata.version("power-grid-model")

    def __init__(self, network, method="newton_raphson", tolerance=1e-8):
        self.network, self.method, self.tolerance = network, method, tolerance
        n, n_line = len(network.node_kv), len(network.line_from)
        n_switch = len(network.switch_from)
        self.first_switch = n + n_line
        node = pgm.initialize_array("input", "node", n)
        node["id"], node["u_rated"] = np.arange(n), network.node_kv * 1e3
        line = pgm.initialize_array("input", "line", n_line)
        line["id"] = n + np.arange(n_line)
        line["from_node"], line["to_node"] = network.line_from, network.line_to
        line["from_status"] = line["to_status"] = 1
        line["r1"], line["x1"], line["c1"], line["tan1"] = network.line_r, network.line_x, 0, 0
        link = pgm.initialize_array("input", "link", n_switch)
        link["id"] = self.first_switch + np.arange(n_switch)
        link["from_node"], link["to_node"] = network.switch_from, network.switch_to
        link["from_status"] = link["to_status"] = network.switch_closed
        source = pgm.initialize_array("input", "source", len(network.source_node))
        next_id = self.first_switch + n_switch
        source["id"], source["status"] = next_id + np.arange(len(source)), 1
        source["node"], source["u_ref"] = network.source_node, network.source_pu
        source["sk"] = IDEAL_SOURCE_VA
        load = pgm.initialize_array("input", "sym_load", len(network.load_node))
        load["id"], load["status"] = next_id + len(source) + np.arange(len(load)), 1
        load["node"], load["type"] = network.load_node, pgm.LoadGenType.const_power
        load["p_specified"], load["q_specified"] = network.load_kw * 1e3, network.load_kvar * 1e3
        self.model = pgm.PowerGridModel({"node": node, "line": line, "link": link,
                                         "source": source, "sym_load": load})
        self.has_link = n_switch > 0

    def solve(self, states, threads):
        """(volts [n_state, n_node], amperes [n_state, n_branch], seconds)."""
        changed = [switch for state in states for switch in state]
        data = pgm.initialize_array("update", "link", len(changed))
        data["id"] = self.first_switch + np.array(changed, dtype=np.int64)
        data["from_status"] = data["to_status"] = ~self.network.switch_closed[changed]
        indptr = np.concatenate([[0], np.cumsum([len(state) for state in states])]).astype(np.int64)
        wanted = {"node": ["u_pu"], "line": ["i_from"], "link": ["i_from"]}
        if not self.has_link:
            del wanted["link"]
        clock = clock_of(threads)
        begin = clock()
        out = self.model.calculate_power_flow(
            update_data={"link": {"indptr": indptr, "data": data}} if self.has_link else None,
            symmetric=True, calculation_method=self.method, error_tolerance=self.tolerance,
            max_iterations=100, threading=-1 if threads == 1 else threads,
            output_component_types=wanted)
        seconds = clock() - begin
        volts = np.atleast_2d(out["node"]["u_pu"])
        amperes = [np.atleast_2d(out[kind]["i_from"]) for kind in wanted if kind != "node"]
        return volts, np.concatenate(amperes, axis=1), seconds


class OpenDss:
    """Snapshot solves one after another, each from the voltages before it; one context a thread."""
    name = "OpenDSS (DSS C-API) " + DSS.Version.split()[4]

    def __init__(self, network, tolerance=1e-6):
        self.network, self.tolerance = network, tolerance
        self.contexts = []

    def compile(self):
        network, dss = self.network, DSS.NewContext()
        phase_kv = network.node_kv / np.sqrt(3)
        do = dss.Text.Commands
        lines = ["clear", "set defaultbasefrequency=50"]
        for i, (at, pu) in enumerate(zip(network.source_node, network.source_pu)):
            lines.append(("new circuit.n1" if i == 0 else f"new vsource.s{i}")
                         + f" bus1=b{at}.1 phases=1 basekv={phase_kv[at]!r} pu={pu!r}"
                         " r1=0 x1=1e-9 r0=0 x0=1e-9")
        for i in range(len(network.line_from)):
            r, x = network.line_r[i], network.line_x[i]
            lines.append(f"new line.l{i} phases=1 bus1=b{network.line_from[i]}.1 bus2=b{network.line_to[i]}.1"
                         f" length=1 r1={r!r} x1={x!r} r0={r!r} x0={x!r} c1=0 c0=0")
        for i in range(len(network.switch_from)):
            lines.append(f"new line.w{i} phases=1 bus1=b{network.switch_from[i]}.1 bus2=b{network.switch_to[i]}.1"
                         f" length=1 r1={SWITCH_OHM} x1=0 r0={SWITCH_OHM} x0=0 c1=0 c0=0")
        for at, kw, kvar in zip(network.load_node, network.load_kw, network.load_kvar):
            # constant power down to 0.8 pu (by default 0.95); an impedance below, or dark parts hum
            lines.append(f"new load.d{at} phases=1 bus1=b{at}.1 kv={phase_kv[at]!r} kw={kw / 3!r}"
                         f" kvar={kvar / 3!r} model=1 vminpu=0.8 vlowpu=0.5 vmaxpu=2")
        do([line.replace("np.float64(", "").replace(")", "") for line in lines])
        circuit = dss.ActiveCircuit
        for i in np.flatnonzero(~network.switch_closed):
            self._set(circuit, i, False)
        do(["set mode=snapshot controlmode=off algorithm=normal maxiterations=100",
            f"set tolerance={self.tolerance}",
            # without bases a dark node's voltage, nearly 0, is compared with itself: no convergence
            f"set voltagebases=[{' '.join(str(kv) for kv in np.unique(network.node_kv))}]",
            "calcvoltagebases"])
        circuit.Solution.Solve()
        order = np.array([int(name[1:]) for name in circuit.AllBusNames])
        base = np.empty(len(network.node_kv))
        base[order] = phase_kv[order] * 1e3
        return dss, order, base[order]

    @staticmethod
    def _set(circuit, switch, closed):
        circuit.SetActiveElement(f"line.w{switch}")
        element = circuit.ActiveCktElement
        (element.Close if closed else element.Open)(1, 0)

    def _run(self, context, states, first, volts, amperes):
        dss, order, base = context
        circuit, network = dss.ActiveCircuit, self.network
        seconds = 0.0
        for k, state in enumerate(states, first):
            begin = time.thread_time()
            for switch in state:
                self._set(circuit, switch, not network.switch_closed[switch])
            circuit.Solution.Solve()
            seconds += time.thread_time() - begin
            if not circuit.Solution.Converged:
                raise RuntimeError(f"OpenDSS: state {k} does not converge")
            volts[k, order] = circuit.AllBusVmag / base
            amperes[k] = circuit.PDElements.AllMaxCurrents()
            begin = time.thread_time()
            for switch in state:
                self._set(circuit, switch, network.switch_closed[switch])
            seconds += time.thread_time() - begin
        return seconds

    def solve(self, states, threads):
        """As above; only switching and solving is timed, neither compiling nor reading results."""
        while len(self.contexts) < threads:
            self.contexts.append(self.compile())
        volts = np.empty((len(states), len(self.network.node_kv)))
        amperes = np.empty((len(states), len(self.network.branch_a)))
        cuts = [len(states) * i // threads for i in range(threads + 1)]
        begin = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            runs = [pool.submit(self._run, self.contexts[i], states[cuts[i]:cuts[i + 1]], cuts[i],
                                volts, amperes) for i in range(threads)]
            spent = [run.result() for run in runs]
        wall = time.perf_counter() - begin
        return volts, amperes, spent[0] if threads == 1 else wall


# Baran and Wu, IEEE T-PWRD 4(2) 1989, 12.66 kV: from, to, r, x of the line, kW, kvar at its end.
# Transcribed from MATPOWER data/case33bw.m (BSD-3). Ties are left out: they are open.
BARAN_WU_33 = """
1 2 .0922 .047 100 60 | 2 3 .493 .2511 90 40 | 3 4 .366 .1864 120 80 | 4 5 .3811 .1941 60 30 |
5 6 .819 .707 60 20 | 6 7 .1872 .6188 200 100 | 7 8 .7114 .2351 200 100 | 8 9 1.03 .74 60 20 |
9 10 1.044 .74 60 20 | 10 11 .1966 .065 45 30 | 11 12 .3744 .1238 60 35 | 12 13 1.468 1.155 60 35 |
13 14 .5416 .7129 120 80 | 14 15 .591 .526 60 10 | 15 16 .7463 .545 60 20 | 16 17 1.289 1.721 60 20 |
17 18 .732 .574 90 40 | 2 19 .164 .1565 90 40 | 19 20 1.5042 1.3554 90 40 | 20 21 .4095 .4784 90 40 |
21 22 .7089 .9373 90 40 | 3 23 .4512 .3083 90 50 | 23 24 .898 .7091 420 200 | 24 25 .896 .7011 420 200 |
6 26 .203 .1034 60 25 | 26 27 .2842 .1447 60 25 | 27 28 1.059 .9337 60 20 | 28 29 .8042 .7006 120 70 |
29 30 .5075 .2585 200 600 | 30 31 .9744 .963 150 70 | 31 32 .3105 .3619 210 100 | 32 33 .341 .5302 60 40"""
PUBLISHED_LOSS_KW, PUBLISHED_LOWEST_PU = 202.677, 0.91309


def baran_wu_33():
    rows = np.array([row.split() for row in BARAN_WU_33.split("|")], dtype=float)
    none = np.array([], dtype=np.int64)
    return Network(
        node_kv=np.full(33, 12.66), line_from=rows[:, 0].astype(np.int64) - 1,
        line_to=rows[:, 1].astype(np.int64) - 1, line_r=rows[:, 2], line_x=rows[:, 3],
        line_a=np.full(32, np.nan), switch_from=none, switch_to=none,
        switch_closed=none.astype(bool), switch_a=none.astype(float),
        source_node=np.array([0]), source_pu=np.array([1.0]),
        load_node=rows[:, 1].astype(np.int64) - 1, load_kw=rows[:, 4], load_kvar=rows[:, 5],
        node_row={}, switch_row={})


def prove(peer_of):
    """Ends unless the peer made by `peer_of(network)` gives the published loss and lowest voltage."""
    network = baran_wu_33()
    peer = peer_of(network)
    volts, amperes, _ = peer.solve([[]], 1)
    loss = 3 * np.sum(network.line_r * amperes[0, :32]**2) / 1e3
    lowest = volts[0].min()
    if abs(loss - PUBLISHED_LOSS_KW) > 5e-4 or abs(lowest - PUBLISHED_LOWEST_PU) > 5e-6:
        raise SystemExit(f"{peer.name}: 33-bus loss {loss:.4f} kW, lowest {lowest:.6f} pu; published"
                         f" {PUBLISHED_LOSS_KW} kW, {PUBLISHED_LOWEST_PU} pu")
    return float(loss), float(lowest)


def every_peer():
    """Labels, and what makes a peer of a network."""
    for method in PowerGridModel.METHODS:
        yield f"{PowerGridModel.name}, {method}", lambda n, m=method: PowerGridModel(n, m)
    yield OpenDss.name, OpenDss


if __name__ == "__main__":
    for label, make in every_peer():
        print("{}: 33-bus loss {:.4f} kW, lowest {:.6f} pu".format(label, *prove(make)))
