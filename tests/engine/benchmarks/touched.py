"""How a log, a plan and an event can be touched, so that the stand-alone checker must not say yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def without_hints(line: str) -> str:
    """A step that names no clause it follows from."""
    return line.split(" 0 ")[0] + " 0 0\n"


FORGERIES: dict[str, Callable[[list[str]], list[str]]] = {
    "cut": lambda lines: lines[:-1],
    "only the end": lambda lines: lines[-1:],
    "a step left out": lambda lines: [*lines[:20], *lines[21:]],
    "a step without a reason": lambda lines: [without_hints(lines[0]), *lines[1:]],
    "the contradiction at once": lambda lines: [f"{lines[0].split()[0]} 0 1 2 3 0\n"],
    "a step that names itself": lambda lines: [
        f"{lines[0].split()[0]} 1 0 {lines[0].split()[0]} 0\n",
        *lines[1:],
    ],
    "a clause of the formula again": lambda lines: ["1 0 1 0\n", *lines],
    "no numbers": lambda lines: ["a b c\n", *lines],
    "nothing": lambda lines: [],
}


def move_a_meeting(body: dict[str, Any]) -> None:
    first, second = body["meetings"][:2]
    first["slot"], second["slot"] = second["slot"], first["slot"]
    assert first["slot"] != second["slot"]


def goal_of(name: str, value: int) -> dict[str, Any]:
    return {"name": name, "value": value, "bound": value, "status": "optimal"}


FORGED = {"kind": "assignment", "goal": "breaks", "scale": 1, "prices": []}

EDITS: dict[str, Callable[[dict[str, Any]], None]] = {
    "a meeting moved": move_a_meeting,
    "a meeting left out": lambda body: body["meetings"].pop(),
    "a meeting twice": lambda body: body["meetings"].append(body["meetings"][0]),
    "a better value": lambda body: body["goals"][0].update(value=3, bound=3),
    "a stronger bound": lambda body: body["goals"][0].update(bound=5),
    "a weaker bound called optimal": lambda body: body["goals"][0].update(bound=3),
    "a bound that is no whole number": lambda body: body["goals"][0].update(bound=4.0),
    "a status of tomorrow": lambda body: body.update(status="best"),
    "a goal with a status of tomorrow": lambda body: body["goals"][0].update(status="best"),
    "a goal that is not optimal": lambda body: body["goals"][0].update(status="feasible"),
    "unknown, with goals and meetings": lambda body: body.update(status="unknown"),
    "unknown, with meetings": lambda body: body.update(status="unknown", goals=[]),
    "impossible, with goals and meetings": lambda body: body.update(status="infeasible"),
    "no goals": lambda body: body.update(goals=[]),
    "no word of goals": lambda body: body.pop("goals"),
    "goals that are null": lambda body: body.update(goals=None),
    "other goals": lambda body: body["goals"][0].update(name="idle", value=99, bound=0),
    "value alone": lambda body: body.update(goals=[goal_of("value", 17)]),
    "a goal twice": lambda body: body["goals"].append(body["goals"][0]),
    "a meeting without a place": lambda body: body["meetings"][0].pop("place"),
    "a meeting with a delegate": lambda body: body["meetings"][0].update(delegates=[{"participant": "p0"}]),
    "a meeting with an interpreter": lambda body: body["meetings"][0].update(interpreter="i"),
    "a certificate of another goal": lambda body: body["goals"][0].update(
        certificate=FORGED | {"goal": "idle"}
    ),
    "a certificate of half breaks": lambda body: body["goals"][0].update(certificate=FORGED | {"scale": 0.5}),
    "a certificate that pays for places": lambda body: body["goals"][0].update(
        certificate=FORGED | {"prices": [{"slot": "s0", "price": -9}]}
    ),
}


STRANGE: dict[str, Callable[[dict[str, Any]], None]] = {
    "a request that need not be held": lambda body: body["requests"][0].update(must=False),
    "a delegate": lambda body: body["requests"][0].update(delegates=["o"]),
    "a meeting of two slots": lambda body: body["requests"][0].update(length=2),
    "a key of tomorrow": lambda body: body.update(rooms_with_a_view=True),
    "a meeting that is frozen": lambda body: body.update(frozen=[{"request": "r01"}]),
    "two with one id": lambda body: body["slots"][0].update(id=body["slots"][1]["id"]),
    "another format": lambda body: body.update(format="treffen.problem/2"),
    "a person twice in a request": lambda body: body["requests"][0]["participants"].append(
        body["requests"][0]["participants"][0]
    ),
    "a request of one": lambda body: body["requests"][0]["participants"].pop(),
    "a request of nobody": lambda body: body["requests"][0].update(participants=[]),
    "must that is not quite true": lambda body: body["requests"][0].update(must=1),
    "after what is not there": lambda body: body["requests"][0].update(after=["nothing"]),
    "a maximum below zero": lambda body: body["participants"][0].update(maximum=-1),
    "half a break": lambda body: body["participants"][0].update(most_breaks=0.5),
    "a limit that is true": lambda body: body.update(most_breaks=True),
    "a block that is a number": lambda body: body["slots"][0].update(block=1),
    "one letter for a list": lambda body: body["participants"][0].update(free="s"),
    "a list that is an object": lambda body: body.update(requests={"r": body["requests"][0]}),
}
