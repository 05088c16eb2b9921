"""treffen decides who meets whom, when and where, with proof.

Ids in, ids out: the engine knows no web, no database and no person. The names below are what is
promised to other software; `docs/reference/versioning.md` says for how long. Each is loaded when it
is first used.

>>> import treffen
>>> problem = treffen.Problem(
...     slots=(treffen.Slot(id="10:00"), treffen.Slot(id="10:20")),
...     places=(treffen.Place(id="table 1"),),
...     participants=(treffen.Participant(id="ada"), treffen.Participant(id="bo")),
...     requests=(treffen.Request(id="1", participants=("ada", "bo"), value=3),),
... )
>>> plan = treffen.schedule(problem, limits=treffen.Limits(seconds=10, seed=1))
>>> plan.status.value, [(goal.goal.value, goal.value, goal.bound) for goal in plan.goals][0]
('optimal', ('value', 3, 3))
>>> treffen.verify(problem, plan).is_accepted
True
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

__all__ = [
    "Limits",
    "Participant",
    "Place",
    "Problem",
    "Request",
    "Slot",
    "Stop",
    "TreffenError",
    "admit",
    "located_fault",
    "read_plan",
    "read_problem",
    "repair_plan",
    "schedule",
    "verify",
    "write_plan",
    "write_problem",
]
_ROOMS = {
    "admission": ("admit",),
    "errors": ("TreffenError",),
    "files": ("read_plan", "read_problem", "write_plan", "write_problem"),
    "problem": ("Participant", "Place", "Problem", "Request", "Slot"),
    "repair": ("repair_plan",),
    "scheduling": ("Limits", "Stop", "schedule"),
    "verification": ("verify",),
    "words": ("located_fault",),
}
"""In which room each name lives. For type checkers the same stands in `__init__.pyi`."""
_CALLED_THERE = {"repair_plan": "repair"}  # here that is the name of the room


def __getattr__(name: str) -> Any:
    """A name of the face, from its room (PEP 562)."""
    room = next((room for room, names in _ROOMS.items() if name in names), None)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{room}"), _CALLED_THERE.get(name, name))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
