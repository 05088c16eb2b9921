"""Requests that are not held, gathered by what stands in their way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from treffen.files.page.markup import Markup, hidden, tag
from treffen.files.page.view import View
from treffen.problem import ParticipantId, Request, RequestId
from treffen.timetable import Reason, Remedy, Unscheduled
from treffen.words import Count, Text, joined_words, number, reason, remedy

HEAD = Text("Nicht eingeplant", "Not scheduled")
LEAD = Count(
    Text("Eine Anfrage findet nicht statt.", "One request does not take place."),
    Text("{count} Anfragen finden nicht statt. {causes}", "{count} requests do not take place. {causes}"),
)
CAUSES = Count(
    Text("Sie haben eine Ursache.", "They have one cause."),
    Text(
        "Sie haben {count} Ursachen, die häufigste zuerst.",
        "They have {count} causes, the most frequent first.",
    ),
)
NOTHING = Text("Jede Anfrage findet statt.", "Every request takes place.")
BOTTLENECK = Text("Engpass", "Bottleneck")
OPEN = Text("Offen", "Open")
WHY = Text("Grund", "Reason")
WAY_OUT = Text("Günstigster Ausweg", "Cheapest remedy")
WITH = Text("mit {people}", "with {people}")
NO_REMEDY = Text("Kein einzelner Schritt ist bewiesen.", "No single step is proved.")
EACH = Text("Alle {count} Anfragen", "All {count} requests")
MORE = Count(
    Text("Ein weiterer Engpass", "One more bottleneck"),
    Text("{count} weitere Engpässe", "{count} more bottlenecks"),
)
AND_MORE = Text("und {count} weitere", "and {count} more")
FOR = Text("für {people}", "for {people}")
LEFT_OUT = Text(
    "Hier stehen die {count} häufigsten Engpässe. "
    "Alle Anfragen mit Grund stehen in plan.json und in der Excel-Datei.",
    "These are the {count} most frequent bottlenecks. "
    "All requests with their reasons are in plan.json and in the workbook.",
)
CAUSE_NAMES = {
    Reason.NO_COMMON_SLOT: Text("Kein gemeinsames Fenster", "No common slot"),
    Reason.NO_SUITABLE_PLACE: Text("Kein passender Ort", "No suitable place"),
    Reason.NO_INTERPRETER: Text("Niemand dolmetscht", "Nobody interprets"),
    Reason.PAIR_HELD: Text("Paar trifft sich schon", "Pair meets already"),
    Reason.PERSON_FULL: Text("Person ausgebucht", "Person fully booked"),
    Reason.PLACES_FULL: Text("Orte belegt", "Places taken"),
    Reason.INTERPRETERS_FULL: Text("Dolmetscher:innen belegt", "Interpreters taken"),
    Reason.ORDER: Text("Reihenfolge", "Order"),
    Reason.BREAKS: Text("Zu viele Pausen", "Too many breaks"),
    Reason.OUT_VALUED: Text("Anderes zählt mehr", "Others count for more"),
}
Requests = Mapping[RequestId, Request]
OPEN_AT_FIRST = 5
MOST_SHOWN = 200
MOST_LISTED = 100
MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bottleneck:
    """What several unscheduled requests have in common: a person, or else a reason."""

    reason: Reason
    person: ParticipantId | None
    missed: tuple[Unscheduled, ...]

    @property
    def cheapest(self) -> Unscheduled | None:
        """The request whose remedy gives up least."""
        helped = [u for u in self.missed if u.remedy is not None]
        return min(helped, key=_cost, default=None)


def _cost(u: Unscheduled) -> int:
    return u.remedy.cost if u.remedy else 0


def bottlenecks(missed: Sequence[Unscheduled]) -> list[_Bottleneck]:
    """Each request under one bottleneck: of its persons the one who stands in most ways.

    >>> both = Unscheduled(request="1", reason=Reason.PERSON_FULL, participants=("a", "b"))
    >>> one = Unscheduled(request="2", reason=Reason.PERSON_FULL, participants=("b",))
    >>> [(b.person, len(b.missed)) for b in bottlenecks([both, one])]
    [('b', 2)]
    """
    counts = Counter(p for u in missed for p in u.participants)
    groups: dict[tuple[ParticipantId | None, Reason], list[Unscheduled]] = {}
    for u in missed:
        person = max(u.participants, key=lambda p: counts[p], default=None)
        groups.setdefault((person, u.reason), []).append(u)
    found = [_Bottleneck(reason=r, person=p, missed=tuple(us)) for (p, r), us in groups.items()]
    return sorted(found, key=lambda b: -len(b.missed))


def unscheduled(view: View) -> Iterator[Markup]:
    """The section; a single sentence where nothing is missing."""
    groups = bottlenecks(view.plan.unscheduled)
    yield Markup('<section id="missed" aria-labelledby="missed-head">')
    yield tag("h2", view.say(HEAD), ": ", number(len(view.plan.unscheduled), view.language), id="missed-head")
    yield tag("p", _lead(groups, view), class_="under")
    if groups:
        yield _table(groups[:OPEN_AT_FIRST], view)
    rest = groups[OPEN_AT_FIRST:MOST_SHOWN]
    if rest:
        more = MORE.one if len(rest) == 1 else MORE.many
        count = number(len(rest), view.language)
        yield tag("details", tag("summary", view.say(more, count=count)), _table(rest, view), class_="more")
    if len(groups) > MOST_SHOWN:
        yield tag("p", view.say(LEFT_OUT, count=number(MOST_SHOWN, view.language)), class_="note")
    yield Markup("</section>")


def _lead(groups: Sequence[_Bottleneck], view: View) -> str:
    missed = len(view.plan.unscheduled)
    if not missed:
        return view.say(NOTHING)
    if missed == 1:
        return view.say(LEAD.one)
    causes = CAUSES.one if len(groups) == 1 else CAUSES.many
    said = view.say(causes, count=number(len(groups), view.language))
    return view.say(LEAD.many, count=number(missed, view.language), causes=said)


def _table(groups: Sequence[_Bottleneck], view: View) -> Markup:
    requests = {r.id: r for r in view.problem.requests}
    heads = (
        tag("th", view.say(BOTTLENECK), scope="col"),
        tag("th", view.say(OPEN), scope="col", class_="n"),
        tag("th", view.say(WHY), scope="col"),
        tag("th", view.say(WAY_OUT), scope="col"),
    )
    rows = (_row(group, requests, view) for group in groups)
    caption = tag("caption", hidden(view.say(HEAD)))
    return tag(
        "table", caption, tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="list missed-list"
    )


def _row(group: _Bottleneck, requests: Requests, view: View) -> Markup:
    why = reason(_common(group), view.language, name=view.names)
    return tag(
        "tr",
        tag("th", _name(group, view), _partners(group, requests, view), scope="row"),
        tag("td", number(len(group.missed), view.language), class_="n", data_of=view.say(OPEN)),
        tag("td", why, _each(group, requests, view), class_="wide"),
        tag("td", *_way_out(group, requests, view), class_="wide"),
    )


def _common(group: _Bottleneck) -> Unscheduled:
    """What all requests of the bottleneck share of their evidence; everything, if it is one alone."""
    first = group.missed[0]
    if len(group.missed) == 1:
        return first
    return Unscheduled(
        request=first.request, reason=group.reason, participants=(group.person,) if group.person else ()
    )


def _name(group: _Bottleneck, view: View) -> Markup:
    if group.person is None:
        return tag("b", view.say(CAUSE_NAMES[group.reason]))
    if not view.is_listed:
        return tag("b", view.names.person(group.person))
    return tag("a", view.names.person(group.person), href=f"#{view.anchors[group.person]}")


def _partners(group: _Bottleneck, requests: Requests, view: View) -> Markup:
    if group.person is None:
        return Markup("")
    others = (p for u in group.missed for p in requests[u.request].participants if p != group.person)
    named = joined_words(map(view.names.person_short, dict.fromkeys(others)), view.language, most=MOST_NAMED)
    return tag("small", view.say(WITH, people=named))


def _each(group: _Bottleneck, requests: Requests, view: View) -> Markup:
    """All requests of the bottleneck, each with its own reason and remedy."""
    if len(group.missed) == 1:
        return Markup("")
    items = [
        tag(
            "li",
            tag("b", view.names.people(requests[u.request].participants)),
            ": ",
            reason(u, view.language, name=view.names),
            f" {remedy(u.remedy, view.language, name=view.names)}" if u.remedy else "",
        )
        for u in group.missed[:MOST_LISTED]
    ]
    left = len(group.missed) - len(items)
    if left:
        items.append(tag("li", view.say(AND_MORE, count=number(left, view.language))))
    summary = tag("summary", view.say(EACH, count=number(len(group.missed), view.language)))
    return tag("details", summary, tag("ul", *items), class_="each")


def _way_out(group: _Bottleneck, requests: Requests, view: View) -> Iterator[Markup | str]:
    cheapest = group.cheapest
    if cheapest is None:
        yield tag("span", view.say(NO_REMEDY), class_="m")
        return
    step: Remedy | None = cheapest.remedy
    yield remedy(step, view.language, name=view.names) if step else ""
    if len(group.missed) > 1:
        people = view.names.people(requests[cheapest.request].participants)
        yield tag("small", view.say(FOR, people=people))
