"""The timetable as one file of the engine's own: problem and meetings, ids only."""

from __future__ import annotations

import json
from typing import Any

from handschlag.matching.engine.files import problem_text
from handschlag.matching.engine.planning import agreed_problem, held_now
from handschlag.matching.queries.engine_input import EngineInput
from handschlag.matching.rules.running import Options


def timetable_text(facts: EngineInput) -> dict[str, Any]:
    """The problem of what was agreed and the meetings held now, under the engine's ids, for JSON."""
    problem = agreed_problem(facts, Options())
    return {
        "problem": json.loads(problem_text(problem)),
        "meetings": [
            {"request": one.request, "slot": one.slot, "place": one.place}
            for one in held_now(facts, problem).meetings
        ],
    }
