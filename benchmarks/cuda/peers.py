"""PyTorch with the published formulas (benchmarks/compare/peer_torch.py) on a GPU, timed as ours are: by events,
after a warm-up, with a cold L2 cache, medians; and one table of both.

    peers.py OURS.json... [--out PAGE]     # what the bench_cuda_* programs wrote with --benchmark_out
"""

import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks" / "compare"))
import peer_torch  # noqa: E402

SCALE = 1 / 0.07


def inputs(pairs, cols, dtype):
    generator = torch.Generator(device="cuda").manual_seed(1)
    draw = lambda: torch.randn(pairs, cols, device="cuda", generator=generator) / cols**0.5
    x = draw()
    y = 0.5 * x + 0.9 * draw()
    leaves = [x.to(dtype), y.to(dtype), torch.tensor(1.0, device="cuda"), torch.tensor(SCALE, device="cuda")]
    return [leaf.requires_grad_() for leaf in leaves]


def contrastive(x, y, c, scale, one_matrix):
    with torch.autocast("cuda", torch.bfloat16, enabled=x.dtype == torch.bfloat16):
        logits = -scale * peer_torch.pairwise_distance(x, y, c)
        other = logits.T if one_matrix else -scale * peer_torch.pairwise_distance(y, x, c)
        targets = torch.arange(x.shape[0], device="cuda")
        cross_entropy = torch.nn.functional.cross_entropy
        return (cross_entropy(logits, targets) + cross_entropy(other, targets)) / 2


def median_ms(function, flush, repeats):
    for _ in range(3):
        function()
    times = []
    for _ in range(repeats):
        begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        flush.zero_()
        begin.record()
        function()
        end.record()
        torch.cuda.synchronize()
        times.append(begin.elapsed_time(end))
    return statistics.median(times)


PEERS = [  # name, dtype, TF32, compiled, one matrix
    ("PyTorch, float32, eager", torch.float32, False, False, False),
    ("PyTorch, float32, compiled, one matrix", torch.float32, False, True, True),
    ("PyTorch, TF32, eager", torch.float32, True, False, False),
    ("PyTorch, TF32, compiled", torch.float32, True, True, False),
    ("PyTorch, TF32, compiled, one matrix", torch.float32, True, True, True),
    ("PyTorch, bfloat16, compiled, one matrix", torch.bfloat16, False, True, True),
]


def measure_peer(peer, pairs, cols, flush):
    name, dtype, tf32, compiled, one_matrix = peer
    torch.backends.cuda.matmul.allow_tf32 = tf32
    leaves = inputs(pairs, cols, dtype)
    function = torch.compile(contrastive, dynamic=False) if compiled else contrastive

    def run():
        return torch.autograd.grad(function(*leaves, one_matrix), leaves)

    try:
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        milliseconds = median_ms(run, flush, 10)
        return name, pairs, milliseconds, torch.cuda.max_memory_allocated() - before
    except torch.OutOfMemoryError:
        return name, pairs, None, None
    finally:
        del leaves
        torch.cuda.empty_cache()
        torch.compiler.reset()


def ours(files):
    """(name, B, ms, workspace, times the floor) of the contrastive loss; the lines of products; all other lines."""
    rows, products, others = [], [], []
    for file in files:
        for line in json.loads(pathlib.Path(file).read_text())["benchmarks"]:
            if line.get("error_message", "").startswith("no such kernel"):
                continue
            if line.get("error_occurred"):
                sys.exit(f"{line['name']}: {line['error_message']}")
            if "median_ms" not in line:
                (products if "TFLOP/s" in line else others).append(line)
                continue
            name, *sizes = line["name"].split("/")
            sizes = dict(part.split(":") for part in sizes if ":" in part)
            rows.append((f"rapidity, {name}, tile {sizes['tile']}", int(sizes["B"]), line["median_ms"],
                         line["workspace"], line.get("x_floor")))
    return rows, products, others


def table(rows):
    lines = ["| | B | ms | memory beside the points and gradients | times the floor |", "|---|---:|---:|---:|---:|"]
    for name, pairs, milliseconds, memory, floor in sorted(rows, key=lambda row: (row[1], row[0])):
        cells = ["out of memory", "–"] if milliseconds is None else [f"{milliseconds:.3g}", f"{memory / 1e6:.0f} MB"]
        lines.append(f"| {name} | {pairs} | " + " | ".join(cells) + f" | {f'{floor:.2f}' if floor else ''} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("ours", nargs="*")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--pairs", type=int, nargs="*", default=[4096, 16384, 32768])
    arguments = parser.parse_args()

    rows, products, others = ours(arguments.ours)
    flush = torch.empty(256 << 20, dtype=torch.uint8, device="cuda")
    for pairs in arguments.pairs:
        for peer in PEERS:
            print(f"{peer[0]}, B = {pairs}", file=sys.stderr, flush=True)
            rows.append((*measure_peer(peer, pairs, 512, flush), None))
    commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True)
    page = [f"""# On a GPU, beside the peers

Written by `benchmarks/gpu.sh` on {datetime.date.today()}: {torch.cuda.get_device_name()}, PyTorch {torch.__version__}, CUDA {torch.version.cuda},
sources {commit.stdout.strip() or "not from a git checkout"}. Medians, by events, with a cold L2 cache; compilations left out.

## The contrastive loss, D = 512

`both_` is forward and backward, as all of PyTorch's lines are. Floor: as many products by cuBLAS, in bfloat16.
""", table(rows), "\n## Rows\n\nFloor: a copy of as many bytes.\n", "| | us | GB/s | times the floor |\n|---|---:|---:|---:|"]
    page += [f"| {line['name']} | {line['real_time']:.1f} | {line.get('GB/s', 0):.0f} | {line.get('x_floor', 0):.2f} |"
             for line in others]
    page += ["\n## The products of a tile alone\n", "| | us | TFLOP/s |\n|---|---:|---:|"]
    page += [f"| {line['name']} | {line['real_time']:.1f} | {line['TFLOP/s']:.0f} |" for line in products]
    text = "\n".join(page) + "\n"
    print(text)
    if arguments.out:
        arguments.out.write_text(text)


if __name__ == "__main__":
    main()
