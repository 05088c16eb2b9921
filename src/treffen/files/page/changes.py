"""One self-contained page for a repair: what happened, what changes for whom, losses, offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from treffen.files.page.display_names import Labels
from treffen.files.page.layout import SKIP, banner, foot, head
from treffen.files.page.logo import symbol
from treffen.files.page.markup import Markup, hidden, opened, tag
from treffen.files.page.view import View
from treffen.problem import Meeting
from treffen.repair import Disruption, Repaired, RepairOption
from treffen.timetable import Move
from treffen.verification import verify
from treffen.words import (
    Language,
    Text,
    choice,
    choice_kind,
    disruption,
    loss,
    number,
    offer,
    repaired_bounds,
    smaller,
    stand_by,
)

TITLE = Text("Änderungen im Gesprächsplan", "Changes to the timetable")
ON_PAGE = Text("Auf dieser Seite", "On this page")
HAPPENED = Text("Was geschehen ist", "What happened")
NOTHING = Text("Nichts ist geschehen.", "Nothing happened.")
MOVED = Text("Wer wandert", "Who moves")
LOST = Text("Was entfällt", "What is lost")
SMALLER = Text("Was ohne jemanden stattfindet", "What is held without somebody")
ADDED = Text("Was hinzukommt", "What is added")
TAKEN_BACK = Text("Zurückgenommen", "Taken back")
OFFERS = Text("Tauschangebote", "Exchange offers")
STAND_BYS = Text("Wer bereitstünde", "Who is on stand-by")
CHOICES = Text("Andere Vorschläge", "Other repairs")
WHO = Text("Wer", "Who")
BEFORE = Text("Bisher", "Before")
AFTER = Text("Jetzt", "Now")
TIME_AND_PLACE = Text("Zeit und Ort", "Time and place")
NAME = Text("Vorschlag", "Repair")
IN_FIGURES = Text("In Zahlen", "In figures")
AND_MORE = Text("und {count} weitere", "and {count} more")
NONE = Text("Nichts.", "Nothing.")
MOST = 300


def render_changes(
    repaired: Repaired,
    *,
    disruptions: Sequence[Disruption] = (),
    labels: Labels | None = None,
    language: Language = "de",
) -> Iterator[Markup]:
    """The page, piece by piece."""
    plan, problem = repaired.plan, repaired.problem
    report = verify(problem, plan)
    view = View(problem=problem, plan=plan, report=report, labels=labels or {}, language=language)
    title = problem.title or view.say(TITLE)
    sections = list(_sections(repaired, disruptions, view))
    yield Markup(f'<!DOCTYPE html>\n<html lang="{language}">\n')
    yield head(title, view)
    yield Markup("<body>")
    yield symbol()
    yield tag("a", view.say(SKIP), href="#main", class_="skip")
    yield banner(title, view)
    yield Markup('<div class="shell">')
    links = (tag("li", tag("a", words, href=f"#{anchor}")) for anchor, words, _ in sections)
    yield tag("nav", tag("p", view.say(ON_PAGE)), tag("ul", *links), aria_label=view.say(ON_PAGE))
    yield opened("main", id="main", tabindex="-1")
    yield _answer(repaired, view)
    for anchor, words, body in sections:
        yield _section(anchor, words, body)
    yield Markup("</main></div>")
    yield foot(view)
    yield Markup("</body>\n</html>\n")


def write_changes_page(
    path: Path,
    repaired: Repaired,
    *,
    disruptions: Sequence[Disruption] = (),
    labels: Labels | None = None,
    language: Language = "de",
) -> None:
    """Write the page to a file, in UTF-8."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(render_changes(repaired, disruptions=disruptions, labels=labels, language=language))


def _answer(repaired: Repaired, view: View) -> Markup:
    mood = "warn" if repaired.lost else "ok"
    return tag(
        "section",
        tag("h1", view.say(TITLE)),
        tag("p", choice(repaired.choice, view.language, repaired=repaired), class_="lead"),
        tag("p", repaired_bounds(repaired, view.language)),
        id="answer",
        class_=f"answer {mood}",
    )


def _section(anchor: str, words: str, body: Markup) -> Markup:
    return tag(
        "section", tag("h2", words, id=f"{anchor}-head"), body, id=anchor, aria_labelledby=f"{anchor}-head"
    )


Section = tuple[str, str, Markup]


def _sections(repaired: Repaired, disruptions: Sequence[Disruption], view: View) -> Iterator[Section]:
    language, one = view.language, repaired.choice
    happened = [disruption(d, language, name=view.names) for d in disruptions]
    yield "happened", view.say(HAPPENED), _lines(happened or [view.say(NOTHING)], view)
    yield "moved", view.say(MOVED), _moves(one, view)
    losses = [loss(x, language, disruptions=disruptions, name=view.names) for x in repaired.lost]
    if losses:
        yield "lost", view.say(LOST), _lines(losses, view)
    if repaired.smaller:
        yield (
            "smaller",
            view.say(SMALLER),
            _lines([smaller(x, language, name=view.names) for x in repaired.smaller], view),
        )
    if one.difference.added:
        yield "added", view.say(ADDED), _meetings(one.difference.added, view)
    if repaired.given_up:
        yield (
            "back",
            view.say(TAKEN_BACK),
            _lines([view.names.request(m.request) for m in repaired.given_up], view),
        )
    if one.offers:
        yield (
            "offers",
            view.say(OFFERS),
            _lines([offer(o, language, name=view.names) for o in one.offers], view),
        )
    if one.stand_bys:
        waiting = [stand_by(s, language, name=view.names) for s in one.stand_bys]
        yield "stand-by", view.say(STAND_BYS), _lines(waiting, view)
    if repaired.alternatives:
        yield "choices", view.say(CHOICES), _choices(repaired, view)


def _lines(sentences: Sequence[str], view: View) -> Markup:
    shown = [tag("li", s) for s in sentences[:MOST]]
    if len(sentences) > MOST:
        shown.append(tag("li", view.say(AND_MORE, count=number(len(sentences) - MOST, view.language))))
    return tag("ul", *shown, class_="lines")


def _table(caption: str, heads: Sequence[Text], rows: Sequence[Markup], view: View) -> Markup:
    if not rows:
        return tag("p", view.say(NONE), class_="under")
    titles = (tag("th", view.say(h), scope="col") for h in heads)
    table = tag(
        "table",
        tag("caption", hidden(caption)),
        tag("thead", tag("tr", *titles)),
        tag("tbody", *rows[:MOST]),
        class_="list",
    )
    if len(rows) <= MOST:
        return table
    more = view.say(AND_MORE, count=number(len(rows) - MOST, view.language))
    return Markup(table + tag("p", more, class_="note"))


def _moves(one: RepairOption, view: View) -> Markup:
    slots = {s.id: i for i, s in enumerate(view.problem.slots)}
    moves = sorted(one.difference.moved, key=lambda m: (not m.is_other_time, slots[m.after.slot]))
    rows = [_move(m, view) for m in moves]
    return _table(view.say(MOVED), (WHO, BEFORE, AFTER), rows, view)


def _move(move: Move, view: View) -> Markup:
    return tag(
        "tr",
        tag("th", _people(move.after, view), scope="row"),
        tag("td", _where(move.before, view), data_of=view.say(BEFORE)),
        tag("td", tag("b", _where(move.after, view)), data_of=view.say(AFTER)),
    )


def _meetings(meetings: Sequence[Meeting], view: View) -> Markup:
    rows = [
        tag(
            "tr",
            tag("th", _people(m, view), scope="row"),
            tag("td", _where(m, view), data_of=view.say(TIME_AND_PLACE)),
        )
        for m in meetings
    ]
    return _table(view.say(ADDED), (WHO, TIME_AND_PLACE), rows, view)


def _choices(repaired: Repaired, view: View) -> Markup:
    rows = [
        tag(
            "tr",
            tag("th", choice_kind(one.kind, view.language), scope="row"),
            tag("td", choice(one, view.language, repaired=repaired), data_of=view.say(IN_FIGURES)),
        )
        for one in repaired.alternatives
    ]
    return _table(view.say(CHOICES), (NAME, IN_FIGURES), rows, view)


def _people(meeting: Meeting, view: View) -> str:
    request = view.requests[meeting.request]
    return view.names.people([*request.participants, *(d.participant for d in meeting.delegates)])


def _where(meeting: Meeting, view: View) -> str:
    return f"{view.clock.named(meeting.slot)} · {view.where.full(meeting.place)}"
