"""What the engine knows, in words: German ("Sie", short main clauses) and English.

Everything the engine returns is data: enum members and ids. This package is the only one that
turns them into sentences. All functions are pure; they take the value, then `language`
("de" or "en"), and by keyword `name`, a lookup `(noun, id) -> text` for what to show in place
of an id (default: the id itself, with its noun: "Teilnehmer:in 17").

| function | words for | example |
|---|---|---|
| `fault(f)` | a `Fault` or `ReadingFault`: what is wrong, what to do | Anfrage 7 nennt ... |
| `located_fault(f)` | a `LocatedFault`: place, fault, suggestion | Blatt „Anfragen“, Zelle C7: ... |
| `place_in_file(w)` | a `Where` | Blatt „Anfragen“, Zelle C7 |
| `reason(u)` | why an `Unscheduled` request is not held | Teilnehmer:in 3 hat schon so viele Gespräche, ... |
| `remedy(r)` | a `Remedy` | Im Zeitfenster 5 genügt ein weiterer passender Ort. |
| `core(c)`, `core_details(c)` | a conflicting `Core`: one sentence; its requests | Teilnehmer:in 17 hat ... |
| `reply(a)`, `refusal(r)` | an `Answer` of the desk; why it is a no | Nein: Anfrage 7 geht nicht neben ... |
| `way_out(w)` | a `WayOut`: what would open the door | Es geht, wenn ... frei ist. |
| `possibility(p)`, `effect(e)` | a `Possibility`; an `Effect` of a change | Gefährdet ist Anfrage 7. |
| `violation(v)` | a `Violation` the verifier found | Ort t7 ist im Zeitfenster 5 doppelt belegt: ... |
| `verdict(report)`, `objection(o)` | a `Report` in one sentence; why it refuses | Der Plan stimmt: ... |
| `bound_verdict(v)`, `bound_remark(check)` | what the verifier found of a bound | nachgerechnet |
| `core_verdict(v)` | what it found of a core | Der Widerspruch wurde nachgeprüft: ... |
| `goal(g)`, `amount(g, n)` | a goal's name; a value with its unit | Leerlauf; 3 leere Zeitfenster |
| `goal_result(r)` | a `GoalResult` as a sentence | Pausen: 2. Weniger geht nicht. |
| `goal_status(s)`, `plan_status(s)` | two or three words | bewiesen bestmöglich |
| `proof(k, long=False)` | a `ProofKind`: words, or sentences | nachrechenbar |
| `stop_reason(s)` | a `StopReason` | Die Zeit war um. |
| `answer(plan)` | the whole plan: the first thing to say | Alle 154 Gespräche finden statt. ... |
| `evidence(plan)`, `open_goals(plan)`, `figures(r)` | what is proved of it | Mehr Wert ist unmöglich. |
| `differences(d)` | `Differences`, a line each | 12 Gespräche bleiben, wie sie waren. |
| `meeting(m)`, `move(m)` | one line of them | Gespräch 12: Zeitfenster 5 → Zeitfenster 6 |
| `recommendation(r)`, `why_not(w)` | a `Reason` of a list; why somebody is missing | Sie suchen ... |
| `list_place(p)`, `chance(s)`, `shortfall(s)` | a `Place`, a score, a `Shortfall` | Brücke ... |
| `request_title(id, people)` | a request with its people | Anfrage 12 (Teilnehmer:innen 3 und 4) |
| `disruption(d)`, `loss(l)` | what happened; what it cost | Ort t7 fällt weg (ab sofort). |
| `smaller(s)` | held without somebody | Anfrage 12 findet statt, ohne Ada. |
| `offer(o)`, `stand_by(s)` | an exchange; who would fill in | Anfrage 12 passt nicht mehr ... |
| `choice(c, repaired=)`, `choice_kind(k)`, `repaired_bounds(r)` | a repair in figures | 54 Gespräche ... |
| `noun(n, many=)`, `called(n, id)`, `called_all(n, ids)` | a noun; a part, some | Teilnehmer:innen 3 und 4 |
| `number(x, digits=)`, `percent(x)`, `counted(n, Count)` | figures | 1.234,5 |
| `joined(texts)`, `quoted(text)`, `capitalised(text)` | lists, quotations, heads | a, b und c |

`Text(de, en).said(language)` holds a pair of texts of one's own; `Count(one, many)` a noun with
its plural.
"""

from typing import TYPE_CHECKING

from treffen.late import late_names
from treffen.words.cores import core, core_details
from treffen.words.entity_labels import (
    MEETINGS,
    NOUNS,
    Name,
    called,
    called_all,
    capitalised,
    label_of_id,
    noun,
)
from treffen.words.file_faults import fault, located_fault
from treffen.words.goals import (
    amount,
    goal,
    goal_result,
    goal_status,
    plan_status,
    proof,
    stop_reason,
)
from treffen.words.language import (
    LANGUAGES,
    Count,
    Language,
    Text,
    counted,
    joined_words,
    number,
    percent,
    quoted,
)
from treffen.words.places_in_files import place_in_file
from treffen.words.plans import answer, differences, evidence, figures, meeting, move, open_goals
from treffen.words.replies import effect, possibility, refusal, reply, way_out
from treffen.words.unscheduled import reason, remedy, request_title
from treffen.words.violations import violation

if TYPE_CHECKING:
    from treffen.words.repairs import (
        choice,
        choice_kind,
        disruption,
        loss,
        offer,
        repaired_bounds,
        smaller,
        stand_by,
    )
    from treffen.words.reports import (
        bound_remark,
        bound_verdict,
        core_verdict,
        objection,
        other_goals,
        verdict,
    )

__all__ = [
    "LANGUAGES",
    "MEETINGS",
    "NOUNS",
    "Count",
    "Language",
    "Name",
    "Text",
    "amount",
    "answer",
    "bound_remark",
    "bound_verdict",
    "called",
    "called_all",
    "capitalised",
    "choice",
    "choice_kind",
    "core",
    "core_details",
    "core_verdict",
    "counted",
    "differences",
    "disruption",
    "effect",
    "evidence",
    "fault",
    "figures",
    "goal",
    "goal_result",
    "goal_status",
    "joined_words",
    "label_of_id",
    "located_fault",
    "loss",
    "meeting",
    "move",
    "noun",
    "number",
    "objection",
    "offer",
    "open_goals",
    "other_goals",
    "percent",
    "place_in_file",
    "plan_status",
    "possibility",
    "proof",
    "quoted",
    "reason",
    "refusal",
    "remedy",
    "repaired_bounds",
    "reply",
    "request_title",
    "smaller",
    "stand_by",
    "stop_reason",
    "verdict",
    "violation",
    "way_out",
]
if not TYPE_CHECKING:  # to a type checker it would be a door for any name
    __getattr__ = late_names(
        __name__,
        {
            "repairs": (
                "choice",
                "choice_kind",
                "disruption",
                "loss",
                "offer",
                "repaired_bounds",
                "smaller",
                "stand_by",
            ),
            "reports": (
                "bound_remark",
                "bound_verdict",
                "core_verdict",
                "objection",
                "other_goals",
                "verdict",
            ),
        },
    )
"""Few need the words for repairs and for what the verifier found."""
