"""One sheet for each participant: on the screen a list of days, on paper a page each."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.files.page.day import Day, SlotActivity, Stretch
from treffen.files.page.logo import logo
from treffen.files.page.markup import Markup, hidden, opened, tag
from treffen.files.page.view import View
from treffen.words import Count, Text, joined_words

HEAD = Text("Blätter", "Sheets")
UNDER = Text(
    "Ein Blatt je Teilnehmer:in, nach Namen. Beim Drucken dieser Seite kommt zuerst der Beweis, "
    "dann jedes Blatt auf einer eigenen Seite in A5.",
    "One sheet a participant, by name. When this page is printed the proof comes first, "
    "then each sheet on a page of its own in A5.",
)
MEETINGS = Count(
    Text("Sie haben ein Gespräch.", "You have one meeting."),
    Text("Sie haben {count} Gespräche.", "You have {count} meetings."),
)
NO_MEETING = Text("Für Sie ist kein Gespräch geplant.", "No meeting is planned for you.")
TIME = Text("Zeit", "Time")
WHO = Text("Mit wem", "With whom")
FREE = Text("frei", "free")
UNTIL = Text("frei bis {end}", "free until {end}")
FREE_SLOTS = Text("frei bis Fenster {end}", "free until slot {end}")
MISSED = Text(
    "In dieser Zeit liegt auch ein Vortrag, den Sie gern hören wollten: {talks}.",
    "A talk you would have liked to hear is at the same time: {talks}.",
)
FOOT = Text("Gesprächsplan {fingerprint}", "Timetable {fingerprint}")
OLD = Text(
    "Steht am Empfang eine andere Kennung, gilt die dort.", "If the desk shows another code, that one holds."
)
SHORT = 4  # signs of a place that fit in large type at the edge of a sheet
MANY = 400  # beyond this many sheets a browser draws them only when they come into sight


def sheets(view: View) -> Iterator[Markup]:
    """The section with all sheets, by name."""
    yield Markup('<section id="sheets" aria-labelledby="sheets-head">')
    yield tag("h2", view.say(HEAD), id="sheets-head")
    yield tag("p", view.say(UNDER), class_="under")
    yield opened("div", class_="sheets many" if len(view.days) > MANY else "sheets")
    for day in view.by_name:
        yield _sheet(day, view)
    yield Markup("</div></section>")


def _sheet(day: Day, view: View) -> Markup:
    person = day.participant
    anchor = view.anchors[person.id]
    under = view.names.background(person)
    event = " · ".join(filter(None, (view.problem.title, view.clock.period)))
    head = tag(
        "header",
        logo(css="mono"),
        tag("p", event) if event else "",
        tag("h3", view.names.person(person.id), id=f"{anchor}n"),
        tag("p", under) if under else "",
        tag("p", _count(day, view), class_="count"),
    )
    missed = ""
    if day.missed:
        talks = joined_words(map(view.names.talk, day.missed), view.language)
        missed = tag("p", view.say(MISSED, talks=talks), class_="missed")
    foot = tag("footer", view.say(FOOT, fingerprint=view.fingerprint), " · ", view.say(OLD))
    table = _table(day, view) if day.meetings or _has_talks(day) else ""
    return tag("article", head, table, missed, foot, class_="sheet", id=anchor, aria_labelledby=f"{anchor}n")


def _has_talks(day: Day) -> bool:
    return any(s.state is SlotActivity.TALK for run in day.blocks for s in run)


def _count(day: Day, view: View) -> str:
    if not day.meetings:
        return view.say(NO_MEETING)
    return view.say(MEETINGS.one if day.meetings == 1 else MEETINGS.many, count=str(day.meetings))


def _table(day: Day, view: View) -> Markup:
    place = view.where.noun(many=False)
    head = tag(
        "tr",
        tag("th", view.say(TIME), scope="col"),
        tag("th", view.say(WHO), scope="col"),
        tag("th", place, scope="col", class_="n"),
    )
    caption = tag("caption", hidden(view.names.person(day.participant.id)))
    meetings = (s.meeting for run in day.blocks for s in run if s.meeting)
    is_far = any(len(view.where.number(m.place)) > SHORT for m in meetings)
    columns = tag("colgroup", tag("col", class_="when"), tag("col"), tag("col", class_="at"))
    body = tag("tbody", *_rows(day, view))
    return tag("table", caption, columns, tag("thead", head), body, class_="far" if is_far else None)


def _rows(day: Day, view: View) -> Iterator[Markup]:
    """A line for each meeting and talk, and one for the time between two of them."""
    for title, stretches in _parts(day, view):
        if title:
            yield tag("tr", tag("th", title, scope="rowgroup", colspan=3), class_="part")
        following = [*stretches[1:], None]
        open_since = ""
        for one, after in zip(stretches, following, strict=True):
            if one.meeting is not None or one.talk is not None:
                open_since = ""
                yield _taken(one, day, view)
                continue
            open_since = open_since or view.clock.when(one.slot)
            if after is None or after.meeting is not None or after.talk is not None:
                yield _grey(open_since, _until(one, after, view))


def _parts(day: Day, view: View) -> Iterator[tuple[str, list[Stretch]]]:
    """The stretches worth a line on paper, in one part for each day; without a clock, each block."""
    parts: dict[str, list[Stretch]] = {}
    is_by_block = not view.clock.has_times or len(view.clock.days) > 1
    for run, stretches in zip(view.clock.runs, day.blocks, strict=True):
        seen = [s for s in stretches if s.state is not SlotActivity.ABSENT]
        if seen:
            title = run.title if is_by_block and len(view.clock.runs) > 1 else ""
            parts.setdefault(title, []).extend(seen)
    yield from parts.items()


def _grey(time: str, words: str) -> Markup:
    return tag("tr", tag("th", time, scope="row"), tag("td", words, colspan=2), class_="grey")


def _until(one: Stretch, after: Stretch | None, view: View) -> str:
    if after is not None and view.clock.has_times:
        return view.say(UNTIL, end=view.clock.when(after.slot))
    if view.clock.has_times or one.length == 1:
        return view.say(FREE)
    last = view.problem.slots[view.clock.position[one.slot] + one.length - 1]
    return view.say(FREE_SLOTS, end=last.id)


def _taken(one: Stretch, day: Day, view: View) -> Markup:
    if one.talk is not None:
        return _grey(view.clock.when(one.slot), view.names.talk(one.talk.id))
    return _meeting(one, day, view)


def _meeting(one: Stretch, day: Day, view: View) -> Markup:
    if one.meeting is None:
        return Markup("")
    held = view.held_by_request[one.meeting.request]
    others = [p for p in held.attendees if p != day.participant.id]
    names = joined_words((view.names.person(p) for p in others), view.language, most=20)
    partners = (view.names.organisation(view.participants[p]) for p in others)
    under = " · ".join(dict.fromkeys(filter(None, partners)))
    place = view.where.number(one.meeting.place)
    word = view.where.word(one.meeting.place)
    return tag(
        "tr",
        tag("th", view.clock.when(one.slot), scope="row"),
        tag("td", tag("b", names), f", {under}" if under else ""),
        tag(
            "td",
            tag("small", word),
            " ",
            tag("b", place, class_=None if len(place) <= SHORT else "long"),
            class_="n",
        ),
    )
