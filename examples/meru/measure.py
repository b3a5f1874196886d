#!/usr/bin/env python3
"""Trains MERU and CLIP with several seeds and writes mean and spread of what `meru evaluate` measures.

    examples/meru/measure.py --meru build/examples/meru/meru --data run/data --work run/seeds \
        --document docs/training.md

Nothing is selected here: the runs use the program's defaults, the figures are those of the test splits.
The table goes between the two marker lines of the document.
"""

import argparse
import json
import pathlib
import statistics
import subprocess

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
MODELS = ("meru", "clip")


def run(arguments, model, seed):
    directory = arguments.work / f"{model}-{seed}"
    metrics = directory / "metrics.json"
    if not metrics.exists():
        program = str(arguments.meru)
        subprocess.run(
            [program, "train", "--data", str(arguments.data), "--model", model, "--out", str(directory),
             "--seed", str(seed), "--threads", str(arguments.threads)],
            check=True)
        subprocess.run([program, "evaluate", "--run", str(directory)], check=True)
    return json.loads(metrics.read_text())


def flatten(metrics, prefix=""):
    for key, value in metrics.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{key}.")
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            yield prefix + key, float(value)


def cell(values):
    """Mean and, of several seeds, half the distance between the extremes."""
    if not values:
        return "-"
    digits = 1 if abs(statistics.fmean(values)) >= 10 else 3
    mean = f"{statistics.fmean(values):.{digits}f}"
    return mean if len(values) == 1 else f"{mean} ± {(max(values) - min(values)) / 2:.{digits}f}"


def table(results, seeds):
    flat = {model: [dict(flatten(metrics)) for metrics in results[model]] for model in MODELS}
    names = list(dict.fromkeys(name for model in MODELS for metrics in flat[model] for name in metrics))
    skipped = {"seed", "zero_shot.classes"}
    spread = f"Seeds {', '.join(map(str, seeds))}: mean ± half the range." if len(seeds) > 1 else f"Seed {seeds[0]} alone."
    lines = [spread, "",
             "| figure | MERU | CLIP |", "|---|---:|---:|"]
    for name in names:
        if name in skipped or name.endswith(".candidates"):
            continue
        columns = [cell([metrics[name] for metrics in flat[model] if name in metrics]) for model in MODELS]
        lines.append(f"| `{name}` | {columns[0]} | {columns[1]} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meru", type=pathlib.Path, required=True, help="the built program")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="a prepared data set")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="where the runs go; finished ones are kept")
    parser.add_argument("--document", type=pathlib.Path, help="file with the markers; default: print the table")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()

    results = {model: [] for model in MODELS}
    for seed in arguments.seeds:
        for model in MODELS:
            results[model].append(run(arguments, model, seed))
    text = table(results, arguments.seeds)
    if arguments.document is None:
        print(text)
        return
    document = arguments.document.read_text()
    before, rest = document.split(BEGIN)
    after = rest.split(END)[1]
    arguments.document.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
