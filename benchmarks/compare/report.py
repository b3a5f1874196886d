"""The page that compare.py writes."""

import datetime
import importlib.metadata
import os
import pathlib
import platform
import statistics
import subprocess

HEADINGS = {
    "loss": ("Contrastive and entailment loss, forward and backward",
             "MERU's loss of B matched pairs and its gradients by both sets of points, the curvature and the "
             "scale. Floor: the four matrix products of 2 B² D operations that no evaluation without a "
             "B x B matrix from the forward to the backward pass does without."),
    "value": ("Contrastive and entailment loss, forward",
              "The same without gradients. Floor: one matrix product."),
    "rows": ("Rows: exponential and logarithmic map at the origin, distance and entailment loss of matched pairs",
             "Forward. Floor: copying memory, as many bytes as the inputs and outputs have. HypLL works in the "
             "Poincaré ball; coordinates are converted outside of the timing."),
    "pairs": ("Distances of all pairs",
              "Forward. Floor: one matrix product. geoopt and geomstats broadcast, HypLL has `cdist`."),
}
PACKAGES = "torch", "geoopt", "hypll", "geomstats", "autograd", "numpy"
MISSING = "–"


class Group:
    """A table: cases, and of each the results by the participant's name."""

    def __init__(self, name, cases):
        self.name, self.cases, self.results = name, cases, []


class Result:
    """What a participant did in a case."""

    def __init__(self, participant):
        self.participant = participant
        self.rounds, self.errors, self.peak, self.first = [], {}, None, None
        self.reason, self.failed = None, False

    @property
    def median(self):
        return statistics.median(self.rounds) if self.rounds else None

    @property
    def error(self):
        return max(self.errors.values()) if self.errors else None


def ratio(result, other):
    """The median over the rounds of how many times as long as `other` it took."""
    return statistics.median(a / b for a, b in zip(result.rounds, other.rounds))


def number(value, digits=3):
    text = f"{value:.{digits}g}"
    return f"{value:.0f}" if "e+" in text else text


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def column(group, case):
    precision = {"float32": "float", "float64": "double"}[case.precision]
    if group.name in ("loss", "value"):
        return f"B = {case.rows}"
    if group.name == "rows":
        return f"{case.operation}, {precision}"
    return f"B = {case.rows}, {precision}"


def names_of(group):
    """Those that did something in one case at least, in their order."""
    return [name for name in group.results[0] if any(results[name].rounds for results in group.results)]


def time_cell(results, name, ours):
    result = results[name]
    if not result.rounds:
        return MISSING
    text = f"{number(result.median * 1e3)} ms"
    return text if name == ours else f"{text} ({number(ratio(result, results[ours]), 2)}x)"


def times(group, ours):
    head = ["", *(column(group, case) for case in group.cases)]
    return table(head, [[name, *(time_cell(results, name, ours) for results in group.results)]
                        for name in names_of(group)])


def of_floor(group):
    """How many times its floor's time each of ours takes."""
    rows = []
    for name, result in group.results[0].items():
        floor = f"floor: {name}"
        if floor in group.results[0]:
            rows.append([f"{name}, of its floor", *(
                f"{number(ratio(results[name], results[floor]), 3)}x" for results in group.results)])
    return table(["", *(column(group, case) for case in group.cases)], rows)


def spread(group):
    """The range of the rounds, as a share of their median: of all cells of a table."""
    shares = [(max(result.rounds) - min(result.rounds)) / result.median
              for results in group.results for result in results.values() if result.rounds]
    return f"{statistics.median(shares):.0%} in the median of these cells, {max(shares):.0%} in the worst"


def memory_and_errors(group, tolerance):
    rows = []
    for name in names_of(group):
        if group.results[0][name].participant.is_floor:
            continue
        cells = []
        for case, results in zip(group.cases, group.results):
            result = results[name]
            if not result.rounds:
                cells.append(MISSING)
                continue
            peak = f"{number(result.peak / 1e6)} MB" if result.peak is not None else "?"
            mark = " **off**" if result.error > tolerance[case.precision] else ""
            cells.append(f"{peak}, {result.error:.0e}{mark}")
        rows.append([name, *cells])
    return table(["", *(column(group, case) for case in group.cases)], rows)


def wins(measured, ours, tolerance):
    """A line for each row in which a peer is faster than ours."""
    for group in measured:
        for case, results in zip(group.cases, group.results):
            for name, result in results.items():
                if result.participant.is_floor or name in ours or not result.rounds:
                    continue
                factor = ratio(results[ours[0]], result)
                if factor > 1:
                    off = result.error > tolerance[case.precision]
                    yield (f"- {case}: {name}, by a factor of {number(factor)}"
                           + (f"; its result is off by {result.error:.0e}" if off else ""))


def absences(measured):
    """A line for each reason why a participant is missing from a table in which it has a row, or failed."""
    cases_of = {}
    for group in measured:
        for case, results in zip(group.cases, group.results):
            for name, result in results.items():
                if result.reason and (result.failed or name in names_of(group)):
                    verb = "failed" if result.failed else "was left out"
                    key = name, verb, " ".join(result.reason.split())[:200]
                    cases_of.setdefault(key, []).append(str(case))
    for (name, verb, reason), cases in cases_of.items():
        yield f"- {name} {verb}: {reason} ({'; '.join(cases)})"


def compilations(measured):
    for group in measured:
        for case, results in zip(group.cases, group.results):
            for name, result in results.items():
                if result.participant.compiles and result.rounds:
                    yield result.first - result.median


def cpu():
    info = pathlib.Path("/proc/cpuinfo").read_text()
    fields = dict(line.split(":", 1) for line in info.split("\n\n")[0].splitlines() if ":" in line)
    fields = {name.strip(): value.strip() for name, value in fields.items()}
    sets = [flag for flag in ("avx2", "fma", "avx512f", "avx512bw", "avx512_bf16", "asimd", "sve")
            if flag in fields.get("flags", fields.get("Features", "")).split()]
    model = fields.get("model name", platform.processor() or platform.machine())
    return f"{model}, {os.cpu_count()} cores, {' '.join(sets)}"


def commit():
    root = pathlib.Path(__file__).parent
    described = subprocess.run(["git", "-C", root, "describe", "--always", "--dirty"],
                               capture_output=True, text=True)
    return described.stdout.strip() or "not from a git checkout"


def facts(arguments):
    packages = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    return [("Command", f"`{arguments.command}`"),
            ("Date", datetime.date.today().isoformat()),
            ("Machine", cpu()),
            ("System", f"Linux {platform.release()}"),
            ("Other programs", "the run has not ended" if arguments.others is None
             else f"had {arguments.others:.0%} of the processors' time during the run"),
            ("Threads", f"{arguments.threads} for every participant"),
            *((name, about) for name, about in arguments.about.items()),
            ("Sources", arguments.sources),
            ("Peers", f"Python {platform.python_version()}, " + ", ".join(packages))]


def section(group, ours, tolerance):
    title, text = HEADINGS[group.name]
    case = group.cases[0]
    size = (f"{case.rows} rows of {case.columns}" if group.name == "rows" else f"D = {case.columns}")
    precision = ", float" if len({case.precision for case in group.cases}) == 1 else ""
    return f"""## {title}

{size}{precision}. {text}

{times(group, ours)}

{of_floor(group)}

Range of the rounds, of their median: {spread(group)}, which is how far a
ratio below 1x to a floor is to be believed. Peak memory of a call beside its inputs, and the largest
error of its results:

{memory_and_errors(group, tolerance)}
"""


def write(arguments, measured, tolerance, settings):
    """Writes the page; returns what of ours is off, if anything is."""
    ours = [item.split("=", 1)[0] for item in arguments.ours]
    winners = list(wins(measured, ours, tolerance)) or ["In no row."]
    missing = list(absences(measured))
    compiled = list(compilations(measured))
    page = [f"""# On the CPU, beside the peers

Written by `benchmarks/compare.sh`; no figure here was typed. All participants computed on the same inputs, in turn,
{arguments.rounds} rounds in one run: each in a process of its own, timed inside of it, after a call to warm up. Times are
medians over the rounds. In brackets: how many times as long as {ours[0]} it took, the median of the ratios within
the rounds. Curvature {settings['curvature']:g}, scale {settings['scale']:.3g}, points at radius about 1.
""", table(["", ""], facts(arguments)) + "\n",
            "## Where a peer wins\n\n" + "\n".join(winners) + "\n",
            *(section(group, ours[0], tolerance) for group in measured)]
    if missing:
        page.append("## Not measured\n\n" + "\n".join(missing) + "\n")
    page.append(f"""## How to read this

- *PyTorch*: the formulas that the MERU paper publishes, as a user of PyTorch would write them. As published, the loss
  computes the distances of all pairs twice, for images and for texts; *one matrix* transposes them instead.
- *compiled*: `torch.compile`. The compilation is not in the times""" + (
        f"; it took {min(compiled):.0f} to {max(compiled):.0f} s a case." if compiled else ".") + f"""
- Errors are norm-wise relative ones against float64, by formulas without a clamp (benchmarks/compare/reference.py). Off: above {tolerance['float32']:g} in float32, {tolerance['float64']:g} in float64.
- Memory is measured in a process of its own, after a call on 64 rows (of compiled functions, on all), results
  included.
""")
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text("\n".join(page))
    return [f"{name} in {case}: {results[name].reason or results[name].error}" for group in measured
            for case, results in zip(group.cases, group.results) for name in ours
            if results[name].error is None or results[name].error > tolerance[case.precision]]
