"""The page around its sections: head, navigation, foot, and the policy that allows nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.files.page import answer, large, missed, people, places, proof, sheets, times
from treffen.files.page.head import head_of
from treffen.files.page.logo import logo, symbol
from treffen.files.page.markup import Markup, opened, tag
from treffen.files.page.view import View
from treffen.words import Text, number

TITLE = Text("Gesprächsplan", "Timetable")
SKIP = Text("Zum Inhalt", "Skip to content")
NAVIGATION = Text("Auf dieser Seite", "On this page")
RESULT = Text("Ergebnis", "Result")
ANSWER = Text("Antwort", "Answer")
PAPER = Text("Zum Drucken", "For printing")
FACTS = Text(
    "{people} {participants}, {places} {place_words}, {slots} {windows}",
    "{people} {participants}, {places} {place_words}, {slots} {windows}",
)
CLOCK = Text("Alle Uhrzeiten gelten in Europe/Berlin.", "All times are in Europe/Berlin.")
FOOT = Text(
    "Diese Datei enthält alles: Sie lädt nichts nach und sendet nichts.",
    "This file holds everything: it loads nothing and sends nothing.",
)
FIGURES_WIDTH, CLOCK_WIDTH, NUMBER_WIDTH = 180, 44, 32
SHORT_NAME, NARROW_NAME, LONG_NAME = 88, 118, 190
PLACE_WIDTH, NAMES_WIDTH, WIDEST_PLACE = 60, 76, 150
ASIDE = 200 + 2 * 28 + 24
WIDEST = 104 * 16 - 2 * 28


def render(view: View) -> Iterator[Markup]:
    """The page, piece by piece."""
    title = view.problem.title or view.say(TITLE)
    yield Markup(f'<!DOCTYPE html>\n<html lang="{view.language}">\n')
    yield head(title, view)
    yield Markup("<body>")
    yield symbol()
    yield tag("a", view.say(SKIP), href="#main", class_="skip")
    yield banner(title, view)
    yield Markup('<div class="shell">')
    yield _navigation(view)
    yield opened("main", id="main", tabindex="-1")
    yield from _sections(view)
    yield Markup("</main></div>")
    yield foot(view)
    yield Markup("</body>\n</html>\n")


def _sections(view: View) -> Iterator[Markup]:
    yield from answer.answer(view)
    yield from proof.proof(view)
    if view.is_without_plan:
        return
    yield from missed.unscheduled(view)
    if view.is_large:
        yield from large.summary(view)
        return
    for section in (people.by_participant, places.by_place, times.by_time, sheets.sheets):
        yield Markup("\n")
        yield from section(view)


def head(title: str, view: View) -> Markup:
    """What stands before the body, with the widths that hang on this event."""
    return head_of(f"{title}: {view.say(TITLE)}" if view.problem.title else title, rules=_rules(view))


def _rules(view: View) -> str:
    """The widths that hang on the number of slots."""
    slots = len(view.problem.slots)
    longest = max((len(places.row_name(p, view)) for p in view.problem.places), default=0)
    first = min(max(PLACE_WIDTH, 8 * longest), WIDEST_PLACE)
    name = LONG_NAME if _has_long_names(view) else SHORT_NAME
    slot = CLOCK_WIDTH if _has_long_columns(view) else NUMBER_WIDTH
    rules = f"col.place{{width:{first}px}}col.name{{width:{name}px}}"
    rules += f"@media(max-width:639px){{col.name{{width:{min(name, NARROW_NAME)}px}}}}"
    for kind, fixed, each in (
        ("people", name + FIGURES_WIDTH, slot),
        ("places", first, NAMES_WIDTH),
    ):
        width = fixed + each * slots + 8 * len(view.clock.runs)
        rules += f".{kind}{{min-width:{width}px}}"
        if width <= WIDEST:
            rules += (
                f"@media(min-width:{width + ASIDE}px){{.{kind}-region{{overflow:visible;max-height:none}}}}"
            )
    return rules


def _has_long_names(view: View) -> bool:
    people = view.problem.participants
    return any(len(view.names.person(p.id)) > 8 or view.names.background(p) for p in people)


def _has_long_columns(view: View) -> bool:
    heads = (view.clock.when(s.id) for s in view.problem.slots)
    cells = (view.where.short(p.id) for p in view.problem.places)
    return any(len(text) > 3 for text in (*heads, *cells))


def banner(title: str, view: View) -> Markup:
    """The line at the top."""
    facts = view.clock.period
    return tag(
        "header",
        tag("span", logo(css="brand"), "Handschlag", class_="mark"),
        tag("p", tag("b", title), tag("span", f" · {facts}") if facts else "", class_="event"),
        class_="banner",
    )


def _navigation(view: View) -> Markup:
    groups: list[tuple[Text, list[tuple[str, str, int | None]]]] = [
        (RESULT, [("answer", view.say(ANSWER), None), ("proof", view.say(proof.HEAD), None)])
    ]
    if not view.is_without_plan:
        groups[0][1].append(("missed", view.say(missed.HEAD), len(view.plan.unscheduled)))
        groups += _plan_links(view)
    lists = (
        Markup(tag("p", view.say(name)) + tag("ul", *(_link(*link, view=view) for link in links)))
        for name, links in groups
    )
    return tag("nav", *lists, aria_label=view.say(NAVIGATION))


def _plan_links(view: View) -> list[tuple[Text, list[tuple[str, str, int | None]]]]:
    count = len(view.problem.participants)
    if view.is_large:
        return [(TITLE, [("people", view.say(people.LINK), count)])]
    plan: list[tuple[str, str, int | None]] = [
        ("people", view.say(people.LINK), count),
        ("places", view.where.noun(), len(view.problem.places)),
        ("times", view.say(times.LINK), len(view.problem.slots)),
    ]
    return [(TITLE, plan), (PAPER, [("sheets", view.say(sheets.HEAD), count)])]


def _link(anchor: str, words: str, count: int | None, *, view: View) -> Markup:
    figure = "" if count is None else tag("small", number(count, view.language))
    return tag("li", tag("a", words, " ", figure, href=f"#{anchor}"))


def foot(view: View) -> Markup:
    """The line at the bottom."""
    clock = f"{view.say(CLOCK)} " if view.clock.has_times else ""
    return tag("footer", tag("p", clock, view.say(FOOT)), class_="foot")
