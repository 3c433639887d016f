"""One search for topics in a process of its own, its memory its own: `python -m evaluation.topics.one_fit FOLDER`."""

import json
import re
import sys
import time
from pathlib import Path

import numpy as np

from models.topics import TopicInput, TopicOptions, discover

_STATUS = Path("/proc/self/status")


def memory(what: str) -> int:
    """Bytes of this process now ("VmRSS") or at most ever ("VmHWM"), by Linux; elsewhere the most ever, by the system's count.

    `getrusage` is not asked on Linux: there a process inherits the peak of the one that began it.
    """
    if _STATUS.exists() and (found := re.search(rf"^{what}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"), re.MULTILINE)):
        return int(found[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(folder: Path, encoder: str | None = None) -> None:
    """Read texts.json and vectors.npy (of an encoder), search, and say what it took as one JSON object."""
    _warm()
    start = memory("VmRSS")
    vectors = np.load(folder / "vectors.npy", allow_pickle=False)
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    segments = [TopicInput(f"{number:07d}", text) for number, text in enumerate(texts)]
    del texts
    began = time.perf_counter()
    result = discover(segments, vectors, options=TopicOptions(encoder=encoder))
    seconds = time.perf_counter() - began
    none = sum(label < 0 for label in result.assignments.values()) / len(segments)
    told = {"seconds": seconds, "start": start, "peak": memory("VmHWM"), "topics": len(result.topics), "in_none": none}
    sys.stdout.write(json.dumps(told) + "\n")


def _warm() -> None:
    """Load the libraries: a search among a few made-up segments."""
    texts = [f"{word} number {number}" for number in range(10) for word in ("apple", "rain")]
    vectors = np.random.default_rng(0).standard_normal((len(texts), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    discover([TopicInput(str(number), text) for number, text in enumerate(texts)], vectors, options=TopicOptions())


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
