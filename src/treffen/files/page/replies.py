"""One self-contained page for the answers of the desk: each with its reason and the ways out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from treffen.admission import Admitted, Answer, Refused, Undecided
from treffen.files.answers_json import Answers
from treffen.files.page.display_names import Labels
from treffen.files.page.head import head_of
from treffen.files.page.layout import FOOT, SKIP
from treffen.files.page.logo import logo, symbol
from treffen.files.page.markup import Markup, hidden, opened, tag
from treffen.files.page.view import View
from treffen.problem import EntityKind, Problem
from treffen.timetable import Plan, PlanStatus
from treffen.words import (
    Count,
    Language,
    Text,
    called,
    called_all,
    counted,
    meeting,
    move,
    number,
    possibility,
    refusal,
    way_out,
)

TITLE = Text("Antworten", "Answers")
YESES = Count(Text("Zusage", "yes"), Text("Zusagen", "yeses"))
NOS = Count(Text("Absage", "no"), Text("Absagen", "nos"))
OPEN = Text("{n} offen", "{n} open")
YES, NO, NOT_YET = Text("Ja", "Yes"), Text("Nein", "No"), Text("Noch nicht", "Not yet")
NO_WAY = Text("Kein einzelner Schritt öffnet den Weg.", "No single step opens the door.")
WAYS = Text("Was den Weg öffnet", "What would open the door")
CORE = Text("Was im Weg steht", "What is in the way")
MOVES = Text("Was sich dafür ändert", "What changes for it")
GO_ON = Text(
    "Weder ein Ja noch ein Nein ist bewiesen; die Suche kann weitergehen.",
    "Neither a yes nor a no is proved; the search can go on.",
)
PROVED = Text(
    "Jede Zusage steht in einem Plan, den der Prüfer anerkannt hat. Jede Absage ist zweimal bewiesen.",
    "Each yes stands in a timetable that the verifier accepted. Each no is proved twice.",
)
WAITING = Text("Warten auf die nächste Runde", "Waiting for the next round")
DECLINED = Text("Abgelehnt zugunsten anderer Anfragen", "Declined in favour of other requests")
POSSIBLE = Text("Was noch möglich ist", "What is still possible")
ROOM = Text("Wie viele Gespräche noch gehen", "How many meetings can still be taken")
AT_MOST = Text("höchstens {n}", "at most {n}")
WITHDRAWN = Text("Aufgegeben", "Given up")
MOST_SHOWN = 500
AND_MORE = Text("und {n} weitere, siehe answers.json", "and {n} more, see answers.json")


def write_answers_page(
    path: Path,
    problem: Problem,
    *,
    told: Answers,
    labels: Labels | None = None,
    language: Language = "de",
) -> None:
    """Write the page to a file, in UTF-8. It needs no script and loads nothing."""
    plan = Plan(problem=told.problem, status=PlanStatus.FEASIBLE, timetable=told.witness)
    view = View(problem=problem, plan=plan, report=None, labels=labels or {}, language=language)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_page(view, told))


def _page(view: View, told: Answers) -> Iterator[Markup]:
    title = view.problem.title or view.say(TITLE)
    yield Markup(f'<!DOCTYPE html>\n<html lang="{view.language}">\n')
    yield head_of(f"{title}: {view.say(TITLE)}" if view.problem.title else title)
    yield Markup("<body>")
    yield symbol()
    yield tag("a", view.say(SKIP), href="#main", class_="skip")
    brand = tag("span", logo(css="brand"), "Handschlag", class_="mark")
    yield tag("header", brand, tag("p", tag("b", title), class_="event"), class_="banner")
    yield opened("main", id="main", tabindex="-1")
    yield _summary(view, told)
    yield from _answers(view, told)
    yield from _lists(view, told)
    yield Markup("</main>")
    yield tag("footer", tag("p", view.say(FOOT)), class_="foot")
    yield Markup("</body>\n</html>\n")


def _summary(view: View, told: Answers) -> Markup:
    yes = sum(isinstance(a, Admitted) for a in told.answers)
    no = sum(isinstance(a, Refused) for a in told.answers)
    undecided = len(told.answers) - yes - no
    parts = [counted(yes, YESES, language=view.language), counted(no, NOS, language=view.language)]
    if undecided:
        parts.append(view.say(OPEN, n=number(undecided, view.language)))
    head = ", ".join(parts) if told.answers else view.say(TITLE)
    tone = "warn" if undecided else "ok" if yes and not no else "plain"
    ground = [tag("p", view.say(PROVED), class_="grounds")] if told.answers else []
    return tag("section", tag("h1", head), *ground, class_=f"answer {tone}", id="answer")


def _answers(view: View, told: Answers) -> Iterator[Markup]:
    for number_, answer in enumerate(told.answers[:MOST_SHOWN], 1):
        head = tag("h2", *_title(answer, view), id=f"a{number_}")
        yield tag("section", head, *_body(answer, view), aria_labelledby=f"a{number_}")
    left = len(told.answers) - MOST_SHOWN
    if left > 0:
        yield tag("p", view.say(AND_MORE, n=number(left, view.language)), class_="note")


def _title(answer: Answer, view: View) -> tuple[Markup, str]:
    tone, word = ("ok", YES) if isinstance(answer, Admitted) else ("bad", NO)
    if isinstance(answer, Undecided):
        tone, word = "warn", NOT_YET
    request = called(EntityKind.REQUEST, answer.request, language=view.language, name=view.names)
    return tag("span", view.say(word), class_=f"sign {tone}"), f" {request}"


def _body(answer: Answer, view: View) -> Iterator[Markup]:
    language, names = view.language, view.names
    if isinstance(answer, Undecided):
        yield tag("p", view.say(GO_ON))
    elif isinstance(answer, Admitted):
        for one in answer.meetings:
            if one.request == answer.request:
                yield tag("p", meeting(one, language, name=names))
        if answer.moved:
            yield tag("h3", view.say(MOVES))
            yield _list(tag("li", move(m, language, name=names)) for m in answer.moved)
    else:
        yield tag("p", refusal(answer, language, name=names, problem=view.problem), class_="lead")
        yield from _core(answer, view)
        ways = [tag("li", way_out(w, language, name=names)) for w in answer.ways_out]
        yield tag("h3", view.say(WAYS))
        yield _list(ways) if ways else tag("p", view.say(NO_WAY))


def _core(answer: Refused, view: View) -> Iterator[Markup]:
    others = [r for r in answer.core.requests if r != answer.request]
    if others:
        asked = (called(EntityKind.REQUEST, r, language=view.language, name=view.names) for r in others)
        about = hidden(f" {answer.request}")
        yield tag(
            "details",
            tag("summary", view.say(CORE), " ", tag("small", number(len(others), view.language)), about),
            _list(tag("li", one) for one in asked),
        )


def _lists(view: View, told: Answers) -> Iterator[Markup]:
    language, names = view.language, view.names
    lists = ((WITHDRAWN, told.withdrawn), (DECLINED, told.declined), (WAITING, told.waiting))
    for number_, (head, ids) in enumerate(lists):
        if ids:
            what = called_all(EntityKind.REQUEST, ids, language=language, name=names)
            yield _section(f"l{number_}", view.say(head), [tag("p", what)])
    if told.possible:
        rows = [
            tag(
                "li",
                called(EntityKind.REQUEST, p.request, language=language, name=names),
                ": ",
                possibility(p, language),
            )
            for p in told.possible[:MOST_SHOWN]
        ]
        yield _section("possible", view.say(POSSIBLE), [_list(rows)])
    if told.room:
        items = (
            tag("li", names.person(p), ": ", view.say(AT_MOST, n=number(n, language)))
            for p, n in told.room.items()
        )
        yield _section("room", view.say(ROOM), [_list(items)])


def _section(anchor: str, head: str, body: list[Markup]) -> Markup:
    return tag("section", tag("h2", head, id=anchor), *body, aria_labelledby=anchor)


def _list(items: Iterator[Markup] | list[Markup]) -> Markup:
    return tag("ul", *items)
