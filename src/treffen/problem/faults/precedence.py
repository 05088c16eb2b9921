"""Precedences that can never be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from treffen.problem.entities import Request
from treffen.problem.faults.fault import EntityKind, Fault, FaultKind, fault


def precedence_faults(requests: Iterable[Request]) -> Iterator[Fault]:
    """Precedences that can never be kept: one fault for each request on a cycle's closing edge."""
    after = {r.id: list(r.after) for r in requests if r.after}
    for id, earlier in after.items():
        if id in earlier:
            yield fault(FaultKind.AFTER_ITSELF, EntityKind.REQUEST, id, "after", id)
    done: set[str] = set()
    for start in after:
        path = _cycle_from(start, after, done)
        if path and len(path) > 1:
            yield fault(FaultKind.CYCLE, EntityKind.REQUEST, path[0], "after", " < ".join(path[::-1]))


def _cycle_from(start: str, after: dict, done: set[str]) -> list[str]:  # type: ignore[type-arg]
    """The first cycle met in a depth-first walk from `start`, or nothing. Iterative: chains are long."""
    if start in done:
        return []
    path, on_path, branches = [start], {start}, [iter(after[start])]
    while branches:
        step = next((a for a in branches[-1] if a in after and a not in done), None)
        if step is None:
            branches.pop()
            done.add(path[-1])
            on_path.discard(path.pop())
        elif step in on_path:
            done.update(path)
            return path[path.index(step) :]
        else:
            path.append(step)
            on_path.add(step)
            branches.append(iter(after[step]))
    return []
