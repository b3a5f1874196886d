"""A peer as a participant of compare.py: obeys the requests that ours.cpp describes.

    worker.py MODULE [--threads N] [--option NAME]...

MODULE has task(operation, inputs, settings, options) -> (run, finish): run() does what is timed, and
finish(its result) gives {name: numpy array or number}, of points their space coordinates. It raises
Unsupported where the peer has no such operation.
"""

import argparse
import ctypes
import gc
import importlib
import json
import os
import pathlib
import sys
import time


class Unsupported(Exception):
    pass


def status_bytes(field):
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"no {field} in /proc/self/status")


class Worker:
    def __init__(self, peer, options):
        self.peer, self.options = peer, options
        self.run = self.finish = None

    def prepare(self, request):
        import numpy as np
        self.run = self.finish = None
        gc.collect()
        self.precision = request["precision"]
        shape = request["rows"], request["columns"]
        inputs = {name: np.fromfile(file, self.precision, shape[0] * shape[1]).reshape(shape)
                  for name, file in request["inputs"].items()}
        try:
            self.run, self.finish = self.peer.task(request["operation"], inputs, request, self.options)
        except Unsupported as reason:
            return {"unsupported": str(reason)}
        return {}

    def time(self, request):
        seconds = []
        for _ in range(request["repeats"]):
            begin = time.perf_counter()
            self.run()
            seconds.append(time.perf_counter() - begin)
        return {"seconds": seconds}

    def save(self, request):
        import numpy as np
        answer = {"arrays": {}, "values": {}}
        for name, value in self.finish(self.run()).items():
            if np.ndim(value) == 0:
                answer["values"][name] = float(value)
                continue
            answer["arrays"][name] = os.path.join(request["folder"], name)
            np.ascontiguousarray(value, self.precision).tofile(answer["arrays"][name])
        return answer

    def peak(self, _):
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        pathlib.Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        before = status_bytes("VmRSS")
        result = self.run()
        del result
        return {"bytes": status_bytes("VmHWM") - before}

    def answer(self, request):
        return getattr(self, request["do"])(request)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--option", action="append", default=[])
    arguments = parser.parse_args()

    # What a peer prints goes to the standard error: the standard output speaks the protocol.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    peer = importlib.import_module(arguments.peer)
    if hasattr(peer, "set_threads"):
        peer.set_threads(arguments.threads)
    worker = Worker(peer, arguments.option)
    for line in sys.stdin:
        try:
            reply = worker.answer(json.loads(line))
        except Exception as error:  # compare.py reports it
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    sys.modules["worker"] = sys.modules["__main__"]  # one class Unsupported
    main()
