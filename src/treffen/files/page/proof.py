"""What is proved, goal by goal, and the receipt that lets a stranger check it."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.files.page.answer import written_seconds
from treffen.files.page.markup import Markup, escaped, tag
from treffen.files.page.view import View
from treffen.problem import Goal
from treffen.timetable import GoalResult, ProofKind
from treffen.verification import BoundVerdict
from treffen.words import Text, bound_verdict, goal, number, verdict

HEAD = Text("Beweis", "Proof")
CAPTION = Text(
    "Ziele in ihrer Reihenfolge: Ein späteres zählt erst, wenn alle früheren gehalten sind.",
    "Goals in their order: a later one counts only once all earlier ones are held.",
)
GOAL = Text("Ziel", "Goal")
VALUE = Text("Wert", "Value")
BOUND = Text("Schranke", "Bound")
GAP = Text("Lücke", "Gap")
STATE = Text("Stand", "State")
BASIS = Text("Worauf das beruht", "What this rests on")
BEST = Text("bestmöglich", "best possible")
OPEN = Text("offen", "open")
AT_MOST = Text("höchstens {bound} möglich", "at most {bound} possible")
AT_LEAST = Text("mindestens {bound} nötig", "at least {bound} needed")
WAYS = {
    ProofKind.TRIVIAL: Text("folgt von selbst", "self-evident"),
    ProofKind.CERTIFICATE: Text(
        "Beleg liegt bei, ohne Löser nachrechenbar", "certificate stored, checkable without a solver"
    ),
    ProofKind.SEARCH: Text("vollständige Suche, auf Vertrauen", "exhaustive search, to be taken on trust"),
}
CHECKED = {
    BoundVerdict.PROVED: Text("Beleg, vom Prüfer nachgerechnet", "certificate, recomputed by the verifier"),
    BoundVerdict.TRIVIAL: WAYS[ProofKind.TRIVIAL],
    BoundVerdict.ON_TRUST: WAYS[ProofKind.SEARCH],
    BoundVerdict.REFUTED: Text("nicht belegt", "no evidence"),
}
NOTE = Text(
    "Schranke: Kein Gesprächsplan ist darin besser. Lücke 0 heißt, das Ziel ist bewiesen bestmöglich, "
    "solange die früheren Ziele gehalten werden.",
    "Bound: no timetable does better than this. A gap of 0 means that the goal is proved best possible "
    "as long as the earlier goals are held.",
)
RECEIPT = Text("Prüfbeleg", "Receipt")
VERIFIER = Text("Prüfer", "Verifier")
NOT_ASKED = Text("nicht gefragt", "not asked")
PROBLEM = Text("Problem", "Problem")
TIMETABLE = Text("Gesprächsplan", "Timetable")
SEED = Text("Startzahl", "Seed")
DURATION = Text("Rechenzeit", "Time taken")
VERSIONS = Text("Versionen", "Versions")
COMMAND = Text("Selbst nachprüfen", "Check it yourself")
FEW = 3  # up to so many goals the receipt stands below them
INPUT = Text("EINGABE", "INPUT")


def proof(view: View) -> Iterator[Markup]:
    """The section with the table of goals and the receipt."""
    goals = (tag("div", _goals(view), class_="goals"),) if view.plan.goals else ()
    yield tag(
        "section",
        tag("h2", view.say(HEAD), id="proof-head"),
        tag("div", *goals, _receipt(view), class_="proof beside" if len(view.plan.goals) > FEW else "proof"),
        id="proof",
        aria_labelledby="proof-head",
    )


def _goals(view: View) -> Markup:
    heads = (
        tag("th", view.say(GOAL), scope="col"),
        *(tag("th", view.say(t), scope="col", class_="n") for t in (VALUE, BOUND, GAP)),
        tag("th", view.say(STATE), scope="col"),
        tag("th", view.say(BASIS), scope="col"),
    )
    rows = (_row(i, result, view) for i, result in enumerate(view.plan.goals, 1))
    table = tag(
        "table",
        tag("caption", view.say(CAPTION)),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *rows),
        class_="list goal-list",
    )
    return Markup(table + tag("p", view.say(NOTE), class_="note"))


def _row(rank: int, result: GoalResult, view: View) -> Markup:
    figures = ((VALUE, result.value), (BOUND, result.bound), (GAP, result.gap))
    return tag(
        "tr",
        tag("th", tag("span", f"{rank} ", class_="rank"), goal(result.goal, view.language), scope="row"),
        *(tag("td", number(v, view.language), class_="n", data_of=view.say(t)) for t, v in figures),
        tag("td", _state(result, view), class_="wide"),
        tag("td", _basis(result, view), class_="wide m"),
    )


def _state(result: GoalResult, view: View) -> Markup:
    if view.basis(result.goal) is BoundVerdict.REFUTED:
        return tag("span", bound_verdict(BoundVerdict.REFUTED, view.language), class_="sign bad")
    if result.gap == 0:
        return tag("span", view.say(BEST), class_="sign ok")
    if result.bound == 0:
        return tag("span", view.say(OPEN), class_="sign warn")
    text = AT_MOST if result.goal is Goal.VALUE else AT_LEAST
    return tag("span", view.say(text, bound=number(result.bound, view.language)), class_="sign warn")


def _basis(result: GoalResult, view: View) -> str:
    found = view.basis(result.goal)
    return view.say(WAYS[result.proof] if found is None else CHECKED[found])


def _receipt(view: View) -> Markup:
    plan = view.plan
    rows: list[tuple[Text, str]] = [(VERIFIER, _verdict(view))]
    rows += [
        (PROBLEM, tag("code", plan.problem)),
        (SEED, str(plan.seed)),
        (DURATION, written_seconds(plan.seconds, view)),
    ]
    if not view.is_without_plan:
        rows.insert(2, (TIMETABLE, tag("code", view.fingerprint)))
    if plan.versions:
        rows.append((VERSIONS, ", ".join(f"{n} {v}" for n, v in sorted(plan.versions.items()))))
    rows.append((COMMAND, tag("code", f"treffen verify {view.say(INPUT)} plan.json")))
    items = (Markup(tag("dt", view.say(term)) + tag("dd", escaped(text))) for term, text in rows)
    return tag("div", tag("h3", view.say(RECEIPT)), tag("dl", *items), class_="receipt")


def _verdict(view: View) -> Markup:
    if view.report is None:
        return tag("span", view.say(NOT_ASKED), class_="sign open")
    kind = "bad" if not view.report.is_accepted else "warn" if view.report.rests_on_trust else "ok"
    return tag("span", verdict(view.report, view.language), class_=f"sign {kind}")
