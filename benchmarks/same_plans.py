"""Whether a change leaves the engine's plans as they were: 40 plans as hashes, limited by work, not time.

    python -m benchmarks.same_plans           # compare with those that are kept; 1 where they differ
    python -m benchmarks.same_plans --write   # keep these

Seconds, the date and the version are left out of a hash; everything else of `plan.json` counts.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from treffen.files import read_problem, write_plan
from treffen.scheduling import Limits, schedule

FOLDER = Path(__file__).parent / "instances" / "events"
KEPT = Path(__file__).parent / "results" / "same_plans.json"
SEEDS, WORK = (1, 2), 20_000
UNCOUNTED = {"seconds", "created_at", "version", "engine", "treffen", "finished_at"}


def main() -> int:
    """Prints how many plans are as before, and which are not."""
    tasks = [(path.name, seed) for path in sorted(FOLDER.glob("*.json.gz"))[:20] for seed in SEEDS]
    with ProcessPoolExecutor(2) as pool:
        names = (f"{name} {seed}" for name, seed in tasks)
        hashes = dict(zip(names, pool.map(plan_hash, tasks), strict=True))
    if "--write" in sys.argv[1:]:
        KEPT.write_text(json.dumps(hashes, indent=1) + "\n", "utf-8")
        return 0
    kept = json.loads(KEPT.read_text("utf-8"))
    other = [name for name in kept if hashes.get(name) != kept[name]]
    print(f"{len(kept) - len(other)} of {len(kept)} plans are the same.", *other, sep="\n")
    return int(bool(other))


def plan_hash(task: tuple[str, int]) -> str:
    """Of one event and one seed."""
    name, seed = task
    with tempfile.TemporaryDirectory() as folder:
        event = Path(folder) / "event.json"
        event.write_bytes(gzip.decompress((FOLDER / name).read_bytes()))
        reading = read_problem(event)
    assert reading.problem is not None, name
    plan = schedule(reading.problem, limits=Limits(work=WORK, seed=seed))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        write_plan(path, plan)
        content = _counted(json.loads(path.read_text("utf-8")))
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _counted(value: object) -> object:
    if isinstance(value, dict):
        return {name: _counted(inner) for name, inner in value.items() if name not in UNCOUNTED}
    return [_counted(inner) for inner in value] if isinstance(value, list) else value


if __name__ == "__main__":
    sys.exit(main())
