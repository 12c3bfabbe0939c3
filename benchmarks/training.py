"""How long small networks take to train: nnlib beside what people would use instead.

    python -m benchmarks.training [--rounds 5] [--tasks T1 T2 T3 T4] [--no-plot]

CPU time on one BLAS thread. In each round every peer runs once, one after the other, so that a busy machine is busy
for all of them; the table shows medians over the rounds. A peer that is not installed is left out, and named.
"""

import argparse
import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import nnlib
from benchmarks.peers import PEERS
from nnlib import datasets
from nnlib.descent import descend
from nnlib.memory import Parameters

ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")} | {
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
}
OUT = Path(__file__).parent / "out"
GOALS = {  # peer time / nnlib time, at least; the floor: nnlib time / floor time, at most
    "torch": {"T1": 12, "T2": 9, "T3": 7, "T4": 4},
    "scikit-learn": {"T1": 4, "T3": 3.5, "T4": 2},
    "plain NumPy": {"T1": 2.5, "T2": 2, "T3": 1.9, "T4": 1.25},
    "per-sample loop": {"T1": 9, "T2": 150, "T3": 13, "T4": 15},
    "floor": {"T1": 3.2, "T2": 2, "T3": 2.3, "T4": 1.7},
}
SHORTER = {("T2", "per-sample loop"): 20, ("T4", "per-sample loop"): 1}  # a 20th of the epochs, times 20


@dataclass(frozen=True)
class Task:
    """What to train: x and y have one sample per row here, as most peers want it."""

    name: str
    sizes: tuple
    activation: str
    output: str
    x: np.ndarray
    y: np.ndarray
    eta: float
    epochs: int
    batch_size: int | None = None
    record: bool = False

    @property
    def size(self):
        return self.batch_size or len(self.x)

    @property
    def theta(self):
        return nnlib.Network(self.sizes, seed=1).theta

    def first(self):
        """The first weights, [(w, b), …], w (n_l, n_(l−1)), b (n_l,)."""
        parameters = Parameters(self.sizes, float)
        parameters.theta = self.theta
        return [(w.copy(), b[:, 0].copy()) for w, b in zip(parameters.w[1:], parameters.b[1:], strict=True)]

    def flat(self, pairs):
        """[(w, b), …] as θ."""
        parameters = Parameters(self.sizes, float)
        for l, (w, b) in enumerate(pairs, start=1):
            parameters.w[l], parameters.b[l] = w, b.reshape(-1, 1)
        return parameters.theta

    def orders(self):
        """For each epoch the order of the samples, as nnlib draws it; None without mini-batches."""
        for k in range(1, self.epochs + 1):
            yield None if self.batch_size is None else np.random.default_rng([0, k]).permutation(len(self.x))


def tasks():
    """The four of the project, smallest first."""
    (x1, y1), (x2, y2), (x3, y3) = datasets.xor(), datasets.moons(200), datasets.digits()
    rng = np.random.default_rng(0)
    x4, y4 = rng.random((50_000, 784)), np.eye(10)[rng.integers(0, 10, 50_000)]
    x1, y1, x2, y2, x3, y3 = (np.ascontiguousarray(rows.T) for rows in (x1, y1, x2, y2, x3[:, :1500], y3[:, :1500]))
    return {
        "T1": Task("T1", (2, 4, 1), "sigmoid", "sigmoid", x1, y1, 0.5, 5000),
        "T2": Task("T2", (2, 8, 8, 1), "tanh", "tanh", x2, y2, 0.05, 1000, record=True),
        "T3": Task("T3", (64, 30, 10), "sigmoid", "sigmoid", x3, y3, 3.0, 30, 10),
        "T4": Task("T4", (784, 30, 10), "sigmoid", "sigmoid", x4, y4, 0.1, 1, 10),
    }


def seconds(run):
    """CPU time of one call, and what it returned."""
    start = time.process_time()
    result = run()
    return time.process_time() - start, result


def measure(task, names, rounds):
    """{peer: median seconds}, the peers taking turns; each trains to the same θ where it can."""
    runs, times, missing = {}, {name: [] for name in names}, []
    for name in names:
        part = SHORTER.get((task.name, name), 1)
        try:
            run = PEERS[name](replace(task, epochs=task.epochs // part))
        except ImportError:
            missing.append(name)
            continue
        if run is not None:
            few = slice(2 * task.size)
            PEERS[name](replace(task, epochs=1, x=task.x[few], y=task.y[few]))()  # what only a first call costs
            runs[name] = run, part
    for _ in range(rounds):
        results = {}
        for name, (run, part) in runs.items():
            spent, theta = seconds(run)
            times[name].append(spent * part)
            if theta is not None and part == 1:
                results[name] = theta
        for name, theta in results.items():
            assert np.allclose(theta, results["nnlib"], rtol=1e-6, atol=1e-8), f"{name} did other work than nnlib"
    if missing:
        print(f"{task.name}: not installed: {', '.join(missing)}")
    return {name: float(np.median(t)) for name, t in times.items() if t}


def table(found):
    """Ratios as lines of Markdown: bold where a goal is missed."""
    lines = ["| | " + " | ".join(found) + " |", "|---" * (len(found) + 1) + "|"]
    steps = {name: task.epochs * -(-len(task.x) // task.size) for name, task in tasks().items()}
    cells = [f"{1e6 * times['nnlib'] / steps[name]:.1f}" for name, times in found.items()]
    lines.append("| nnlib, µs a step | " + " | ".join(cells) + " |")
    for peer in list(PEERS)[1:]:
        cells = []
        for name, times in found.items():
            if peer not in times:
                cells.append("–")
                continue
            ratio = times["nnlib"] / times[peer] if peer == "floor" else times[peer] / times["nnlib"]
            goal = GOALS.get(peer, {}).get(name)
            missed = goal is not None and (ratio > goal if peer == "floor" else ratio < goal)
            cells.append(f"{'**' * missed}{ratio:.2f}{'**' * missed}" + (f" ({goal})" if goal else ""))
        label = "nnlib / floor (at most)" if peer == "floor" else f"{peer} / nnlib (at least)"
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


class Forgetful:
    """Rows that keep nothing, to see what recording costs."""

    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __setitem__(self, k, theta):
        pass


def recording(task, rounds):
    """What keeping every θ adds to a run, as a fraction of it."""
    x, y = task.x.T, task.y.T
    net = nnlib.Network(task.sizes, activation=task.activation, output=task.output)
    settings = dict(eta=task.eta, batch_size=task.batch_size, seed=0, first=0, report=None)
    kept, forgotten = [], []
    for _ in range(rounds):
        rows = np.zeros((task.epochs + 1, net.theta.size))
        kept.append(seconds(lambda rows=rows: descend(net.copy(task.theta), x, y, rows, **settings))[0])
        rows = Forgetful(task.epochs + 1)
        forgotten.append(seconds(lambda rows=rows: descend(net.copy(task.theta), x, y, rows, **settings))[0])
    return float(np.median(kept) / np.median(forgotten) - 1)


def growth(rounds):
    """Milliseconds an epoch against samples, width and depth, drawn into out/growth.png."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    shapes = {
        "samples (2-16-16-1)": [(m, (2, 16, 16, 1)) for m in (10, 100, 1_000, 10_000)],
        "neurons a layer (200 samples)": [(200, (2, n, n, 1)) for n in (4, 16, 64, 256)],
        "hidden layers (200 samples, 16 neurons)": [(200, (2, *[16] * d, 1)) for d in (1, 2, 4, 8)],
    }
    xs = {0: lambda m, s: m, 1: lambda m, s: s[1], 2: lambda m, s: len(s) - 2}
    figure, panels = plt.subplots(1, 3, figsize=(12, 3.6), sharey=True, layout="constrained")
    for i, (panel, (label, cases)) in enumerate(zip(panels, shapes.items(), strict=True)):
        lines = {}
        for m, sizes in cases:
            x, y = rng.standard_normal((m, 2)), rng.random((m, 1)).round()
            epochs = 20 if m * max(sizes) > 40_000 else 200
            task = Task("growth", sizes, "tanh", "sigmoid", x, y, 0.01, epochs)
            for name, spent in measure(task, ["nnlib", "plain NumPy", "torch"], rounds).items():
                lines.setdefault(name, []).append((xs[i](m, sizes), 1e3 * spent / epochs))
        for name, points in lines.items():
            panel.loglog(*zip(*points, strict=True), marker="o", label=name)
        ticks = [xs[i](m, sizes) for m, sizes in cases]
        panel.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        panel.set_xticks([], minor=True)
        panel.set_xlabel(label)
    panels[0].set_ylabel("ms an epoch, CPU time")
    panels[0].legend()
    OUT.mkdir(exist_ok=True)
    figure.savefig(OUT / "growth.png", dpi=120)
    print(f"growth: {OUT / 'growth.png'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tasks", nargs="+", default=["T1", "T2", "T3", "T4"], choices=["T1", "T2", "T3", "T4"])
    parser.add_argument("--no-plot", action="store_true")
    given = parser.parse_args()
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):  # BLAS reads them when it is loaded
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.training", *sys.argv[1:]], os.environ | ONE_THREAD)
    every = tasks()
    found = {name: measure(every[name], list(PEERS), given.rounds) for name in given.tasks}
    print(table(found))
    spent = ", ".join(f"{name} {100 * recording(every[name], 2 * given.rounds + 1):+.1f} %" for name in given.tasks)
    print(f"recording every θ costs: {spent}")
    if not given.no_plot:
        growth(given.rounds)


if __name__ == "__main__":
    main()
