#!/usr/bin/env python3
"""Runs rapidity and its peers in turn on the same inputs, checks what they compute, and writes a page.

Called by benchmarks/compare.sh, which builds and installs what this needs. Each participant is a process
that waits while the others have their turn; times are taken inside it. A round gives every participant
one turn, so that a machine that slows down slows all; figures are medians over the rounds.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

import report

HERE = pathlib.Path(__file__).parent
SETTINGS = {"curvature": 1.0, "scale": 1 / 0.07, "min_radius": 0.1, "entailment_weight": 0.2}

# What counts as the same number: norm-wise relative errors against the float64 reference.
TOLERANCE = {"float32": 1e-4, "float64": 1e-9}


class Participant:
    """A process that speaks the protocol of ours.cpp."""

    def __init__(self, name, command, environment=(), is_floor=False, compiles=False):
        self.name, self.command, self.is_floor, self.compiles = name, command, is_floor, compiles
        self.environment = dict(environment)
        self.process = None

    def start(self, threads):
        pinned = {name: str(threads) for name in
                  ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
        self.process = subprocess.Popen(
            [*self.command, "--threads", str(threads)], env={**os.environ, **pinned, **self.environment},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **request):
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        return json.loads(line) if line else {"error": f"ended with code {self.process.wait()}"}

    def stop(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


def participants(ours):
    worker = [sys.executable, str(HERE / "worker.py")]

    def python(module, *options):
        return worker + [module] + [part for option in options for part in ("--option", option)]

    # The threads of ours are its own: those of its BLAS would come on top.
    for name, program in ours:
        yield Participant(name, [program], {"OPENBLAS_NUM_THREADS": "1"})
    yield Participant("PyTorch, eager", python("peer_torch"))
    yield Participant("PyTorch, compiled", python("peer_torch", "compiled"), compiles=True)
    yield Participant("PyTorch, eager, one matrix", python("peer_torch", "one-matrix"))
    yield Participant("PyTorch, compiled, one matrix", python("peer_torch", "compiled", "one-matrix"),
                      compiles=True)
    yield Participant("geoopt", python("peer_geoopt"))
    yield Participant("HypLL", python("peer_hypll"))
    yield Participant("geomstats, NumPy", python("peer_geomstats"), {"GEOMSTATS_BACKEND": "numpy"})
    yield Participant("geomstats, autograd", python("peer_geomstats"), {"GEOMSTATS_BACKEND": "autograd"})
    for name, program in ours:
        yield Participant(f"floor: {name}", [program, "--floor"], {"OPENBLAS_NUM_THREADS": "1"}, is_floor=True)
    yield Participant("floor: PyTorch", python("peer_torch", "products"), is_floor=True)


class Case:
    """An operation on inputs of a size and a precision."""

    def __init__(self, operation, precision, rows, columns):
        self.operation, self.precision, self.rows, self.columns = operation, precision, rows, columns

    def write_inputs(self, folder):
        """Matched pairs at radius about 1, half of every y shared with its x; of lift, tangent vectors."""
        random = np.random.default_rng(1)
        shape = self.rows, self.columns
        x = random.standard_normal(shape) / np.sqrt(self.columns)
        y = 0.5 * x + 0.9 * random.standard_normal(shape) / np.sqrt(self.columns)
        self.inputs = {}
        for name, matrix in (("x", x), ("y", y)):
            self.inputs[name] = str(folder / f"{name}.raw")
            matrix.astype(self.precision).tofile(self.inputs[name])

    def request(self, rows=None):
        return {"operation": self.operation, "precision": self.precision, "rows": rows or self.rows,
                "columns": self.columns, "inputs": self.inputs, **SETTINGS}

    def __str__(self):
        return f"{self.operation} {self.precision} {self.rows} x {self.columns}"


def groups(quick):
    """The tables of the page: a title, what it measures, its cases."""
    sizes = (256, 512) if quick else (512, 1024, 2048, 4096)
    rows = 2048 if quick else 16384
    pairs = (256,) if quick else (512, 2048)
    both = ("float32", "float64")
    yield report.Group("loss", [Case("loss", "float32", size, 512) for size in sizes])
    yield report.Group("value", [Case("loss_value", "float32", size, 512) for size in sizes])
    yield report.Group("rows", [Case(operation, precision, rows, 512)
                                for operation in ("lift", "logmap0", "distance", "entailment_loss")
                                for precision in both])
    yield report.Group("pairs", [Case("pairwise_distance", precision, size, 128)
                                 for size in pairs for precision in both])


def relative_error(found, expected):
    found, expected = np.asarray(found, "float64"), np.asarray(expected, "float64")
    if found.shape != expected.shape:
        return float("inf")
    error = np.linalg.norm((found - expected).ravel()) / np.linalg.norm(expected.ravel())
    return float(error) if np.isfinite(error) else float("inf")


def errors(case, answer, reference):
    """By name of the result: the relative error of a participant's."""
    if "error" in answer:
        raise RuntimeError(f"{case}: {answer['error']}")
    found = dict(answer["values"])
    for name, file in answer["arrays"].items():
        shape = np.load(reference / f"{name}.npy", mmap_mode="r").shape
        values = np.fromfile(file, case.precision)
        found[name] = values.reshape(shape) if values.size == np.prod(shape) else values
    return {name: relative_error(value, np.load(reference / f"{name}.npy"))
            for name, value in found.items()}


def write_reference(case, folder):
    reference = folder / "reference"
    reference.mkdir()
    requests = folder / "requests.json"
    requests.write_text(json.dumps([{**case.request(), "folder": str(reference)}]))
    subprocess.run([sys.executable, str(HERE / "reference.py"), str(requests)], check=True)
    return reference


def too_large(case, participant):
    """Broadcasting all pairs takes arrays of B x B x D; those of more than 1 GB do not fit small machines."""
    broadcasts = participant.name.startswith(("geoopt", "HypLL", "geomstats"))
    if case.operation != "pairwise_distance" or not broadcasts:
        return None
    size = case.rows**2 * case.columns * np.dtype(case.precision).itemsize
    return f"makes arrays of B x B x D, {size / 1e9:.1f} GB each" if size > 1e9 else None


def prepare(case, participant, result):
    """Prepares and calls once; what that takes beyond a call is the compilation."""
    reason = too_large(case, participant)
    answer = {"unsupported": reason} if reason else participant.ask(do="prepare", **case.request())
    if "unsupported" in answer or "error" in answer:
        result.reason = answer.get("unsupported") or answer["error"]
        result.failed = "error" in answer
        return False
    answer = participant.ask(do="time", repeats=1)
    if "error" in answer:
        result.reason, result.failed = answer["error"], True
        return False
    result.first = answer["seconds"][0]
    return True


def measure(case, everyone, arguments):
    """Of every participant: its times by round, errors, and peak memory."""
    results = {participant.name: report.Result(participant) for participant in everyone}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        case.write_inputs(folder)
        reference = write_reference(case, folder)
        able = [p for p in everyone if prepare(case, p, results[p.name])]
        for participant in able:
            if not participant.is_floor:
                answer = participant.ask(do="save", folder=str(folder))
                results[participant.name].errors = errors(case, answer, reference)
        for _ in range(arguments.rounds):
            for participant in able:
                take_turn(participant, results[participant.name], arguments)
        for participant in able:
            if not participant.is_floor:
                results[participant.name].peak = peak_memory(case, participant, arguments.threads)
    return results


def take_turn(participant, result, arguments):
    time.sleep(0.2)  # until the threads of whoever had the last turn have stopped waiting for work
    warm = participant.ask(do="time", repeats=1)["seconds"][0]
    repeats = int(min(20, max(1, arguments.seconds / max(warm, 1e-6))))
    result.rounds.append(statistics.median(participant.ask(do="time", repeats=repeats)["seconds"]))


def peak_memory(case, participant, threads):
    """What a call adds at its peak, in a process of its own, of which a small call came first."""
    alone = Participant(participant.name, participant.command, participant.environment)
    alone.start(threads)
    try:
        # A compiled function is compiled for a size, and what the compiler needs is not the call's.
        warm_up = case.rows if participant.compiles else min(64, case.rows)
        alone.ask(do="prepare", **case.request(warm_up))
        alone.ask(do="time", repeats=1)
        if warm_up != case.rows:
            alone.ask(do="prepare", **case.request())
        return alone.ask(do="peak").get("bytes")
    finally:
        alone.stop()


def processor_seconds():
    """Since the start of the machine: of everyone, stolen time included, and in all."""
    ticks = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return np.array([sum(ticks) - idle, sum(ticks)]) / os.sysconf("SC_CLK_TCK")


def share_of_others(begin):
    """How much of the processors' time other programs had since; all participants have to have ended."""
    busy, total = processor_seconds() - begin
    return max(0, busy - sum(os.times()[:4])) / total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--ours", action="append", required=True, metavar="NAME=PROGRAM")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of every participant")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.5, help="of a turn, about")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see whether it works")
    parser.add_argument("--only", help="of the groups loss, value, rows, pairs this one")
    parser.add_argument("--command", default="benchmarks/compare.sh", help="that the page names")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the page")
    arguments = parser.parse_args()

    everyone = list(participants([item.split("=", 1) for item in arguments.ours]))
    # What torch.compile keeps serves this run, so that every run pays for it in full once.
    compiled = tempfile.TemporaryDirectory()
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = compiled.name
    for participant in everyone:
        participant.start(arguments.threads)
    measured, wrong = [], []
    begin, arguments.others = processor_seconds(), None
    arguments.sources = report.commit()  # before the page is written, which may be one of them
    arguments.about = {p.name: p.ask(do="about")["about"] for p in everyone[:len(arguments.ours)]}
    try:
        for group in groups(arguments.quick):
            if arguments.only not in (None, group.name):
                continue
            for case in group.cases:
                print(f"{time.strftime('%H:%M:%S')} {case}", file=sys.stderr, flush=True)
                group.results.append(measure(case, everyone, arguments))
            measured.append(group)
            wrong = report.write(arguments, measured, TOLERANCE, SETTINGS)
    finally:
        for participant in everyone:
            participant.stop()
        compiled.cleanup()
    arguments.others = share_of_others(begin)
    report.write(arguments, measured, TOLERANCE, SETTINGS)
    print(f"Written to {arguments.out}")
    sys.exit(f"Ours is off: {wrong}" if wrong else 0)


if __name__ == "__main__":
    main()
