"""The lists as one page that can be looked at and printed; no script, nothing loaded.

It has the frame and the look of the page of a timetable (`treffen.files.page`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from treffen.files.page.head import head_of
from treffen.files.page.logo import logo, symbol
from treffen.files.page.markup import Markup, opened, tag
from treffen.files.people.display_names import PeopleNames
from treffen.files.people.page_settings import HEAD as SETTINGS
from treffen.files.people.page_settings import settings_section
from treffen.recommendation import Pool
from treffen.recommendation.lists import Entry, EntryOrigin, Lists, PersonList
from treffen.words import Count, Language, Text, counted, number
from treffen.words.recommending import MANY_LISTS, chance, list_place, recommendation, shortfall

TITLE = Text("Empfehlungen", "Recommendations")
SKIP = Text("Zum Inhalt", "Skip to content")
NAVIGATION = Text("Auf dieser Seite", "On this page")
NAMES = Text("Namen", "Names")
LISTS = Text("Listen", "Lists")
GAPS = Text("Was nicht ging", "What was not possible")
SOME_GAPS = Text(
    "Nicht alle Regeln der Listen gingen auf, das ist bei wenigen Personen üblich: {n}.",
    "Not all rules of the lists could be kept, as is usual with few people: {n}.",
)
CASES = Count(Text("Fall", "case"), Text("Fälle", "cases"))
NO_GAPS = Text("Alle Regeln der Listen sind eingehalten.", "All rules of the lists are kept.")
SUMMARY = Text(
    "{n} Personen, je Liste bis zu {k} Empfehlungen mit Gründen in beide Richtungen.",
    "{n} people, up to {k} recommendations a list, with reasons in both directions.",
)
SEEN = Text("Steht selbst in {lists}.", "Stands in {lists}.")
EMPTY = Text("Es gibt niemanden, der vorgeschlagen werden darf.", "There is nobody who may be recommended.")
CHANCE = Text("passt zu {chance}", "fits to {chance}")
BACK = Text("Zu den Namen", "Back to the names")
FOOT = Text(
    "Diese Datei enthält alles: Sie lädt nichts nach und sendet nichts. Alter, Geschlecht, Herkunft, "
    "Dienstrang und Klicks werden nie verwendet.",
    "This file holds everything: it loads nothing and sends nothing. Age, sex, origin, seniority and "
    "clicks are never used.",
)
STYLE = """
.names{columns:14rem;column-gap:24px;margin-top:12px}
.names a,.person a,.person li{overflow-wrap:anywhere;min-width:0}
.names a{display:block;padding:10px 0;min-height:44px}
.person{break-inside:avoid-page;border-top:2px solid var(--ink);padding-top:12px}
.person ol{margin-top:12px}
.person ol>li{padding:12px 0;border-bottom:1px solid var(--line);break-inside:avoid}
.person ol>li>p:first-child{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}
.person ol>li>p:first-child a{font-weight:600}
.person ul{margin-top:4px;max-width:60rem}
.person ul li{padding:3px 0 3px 18px;position:relative}
.person ul li::before{content:"";position:absolute;left:2px;top:11px;
width:7px;height:7px;background:var(--you)}
.person .label{font-size:13px;line-height:18px;padding:2px 8px;
background:var(--tint);border-left:3px solid var(--you)}
.settings code{font-size:13px;overflow-wrap:anywhere}
.settings th[scope=row]{width:50%;font-weight:400;hyphens:auto}
.more h3{margin-top:20px}
@media (max-width:600px){.settings code{font-size:11px}.settings th[scope=row]{width:42%}}
main>section.person{max-width:77rem}
@media print{.names,nav,.skip,.back{display:none}.person{break-before:page}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    pool: Pool
    lists: Lists
    names: PeopleNames
    language: Language
    anchors: dict[str, str]

    def say(self, text: Text, **words: str) -> str:
        return text.said(self.language).format_map(words)


def write_lists_page(
    path: Path, pool: Pool, *, lists: Lists, names: PeopleNames, language: Language = "de"
) -> None:
    """Write the page, piece by piece, in UTF-8; raises `OSError`."""
    anchors = {str(one.participant): f"p{i}" for i, one in enumerate(lists.lists, 1)}
    view = _View(pool=pool, lists=lists, names=names, language=language, anchors=anchors)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_page(view))


def _page(view: _View) -> Iterator[Markup]:
    title = view.pool.title or view.say(TITLE)
    yield Markup(f'<!DOCTYPE html>\n<html lang="{view.language}">\n')
    yield head_of(title, rules=STYLE)
    yield Markup("<body>")
    yield symbol()
    yield tag("a", view.say(SKIP), href="#main", class_="skip")
    mark = tag("span", logo(css="brand"), "Handschlag", class_="mark")
    yield tag("header", mark, tag("p", tag("b", title), class_="event"), class_="banner")
    yield Markup('<div class="shell">')
    yield _navigation(view)
    yield opened("main", id="main", tabindex="-1")
    yield _overview(view)
    yield _names(view)
    for one in view.lists.lists:
        yield Markup("\n")
        yield _person(one, view)
    yield Markup("\n")
    if view.lists.shortfalls:
        yield _gaps(view)
    yield settings_section(view.lists, view.language)
    yield Markup("</main></div>")
    yield tag("footer", tag("p", view.say(FOOT)), class_="foot")
    yield Markup("</body>\n</html>\n")


def _navigation(view: _View) -> Markup:
    links = (("overview", TITLE), ("names", NAMES), ("settings", SETTINGS))
    items = (tag("li", tag("a", view.say(words), href=f"#{anchor}")) for anchor, words in links)
    return tag("nav", tag("p", view.say(LISTS)), tag("ul", *items), aria_label=view.say(NAVIGATION))


def _overview(view: _View) -> Markup:
    lists = view.lists
    facts = view.say(SUMMARY, n=number(len(lists.lists), view.language), k=str(lists.k))
    said: str = view.say(NO_GAPS)
    if lists.shortfalls:
        cases = counted(len(lists.shortfalls), CASES, language=view.language)
        said = tag("a", view.say(SOME_GAPS, n=cases), href="#gaps")
    css = "answer plain" if lists.shortfalls else "answer ok"
    title = tag("h1", view.say(TITLE), id="overview-head")
    head = tag("div", title, tag("p", facts), tag("p", said), class_=css)
    return tag("section", head, id="overview", aria_labelledby="overview-head")


def _gaps(view: _View) -> Markup:
    """What the rules asked of the lists and could not get, behind the lists themselves."""
    gaps = [tag("li", shortfall(s, view.language, name=view.names)) for s in view.lists.shortfalls]
    head = tag("h2", view.say(GAPS), id="gaps-head")
    return tag("section", head, tag("ul", *gaps), id="gaps", aria_labelledby="gaps-head")


def _names(view: _View) -> Markup:
    """Every name as a link: the page's own search finds them, and so does a reader of links."""
    known = ((view.names.person(str(one.participant)), str(one.participant)) for one in view.lists.lists)
    items = (
        tag("li", tag("a", name, href=f"#{view.anchors[id]}"))
        for name, id in sorted(known, key=lambda pair: (pair[0].casefold(), pair[1]))
    )
    head = tag("h2", view.say(NAMES), id="names-head")
    return tag("section", head, tag("ul", *items, class_="names"), id="names", aria_labelledby="names-head")


def _person(one: PersonList, view: _View) -> Markup:
    id = str(one.participant)
    anchor = view.anchors[id]
    entries = [_entry(entry, view) for entry in one.entries]
    listed = tag("ol", *entries) if entries else tag("p", view.say(EMPTY))
    return tag(
        "section",
        tag("h2", view.names.person(id), id=f"{anchor}-head"),
        tag("p", view.say(SEEN, lists=counted(one.seen, MANY_LISTS, language=view.language)), class_="under"),
        listed,
        tag("p", tag("a", view.say(BACK), href="#names"), class_="note back"),
        id=anchor,
        class_="person",
        aria_labelledby=f"{anchor}-head",
    )


def _entry(entry: Entry, view: _View) -> Markup:
    id = str(entry.partner)
    name = tag("a", view.names.person(id), href=f"#{view.anchors[id]}")
    fit = tag("small", view.say(CHANCE, chance=chance(entry.score, view.language)))
    is_plain = entry.place is EntryOrigin.MATCH
    label = "" if is_plain else tag("span", list_place(entry.place, view.language), class_="label")
    reasons = [
        tag("li", recommendation(r, view.language, partner=id, quote=view.names.quote, name=view.names))
        for r in entry.reasons
    ]
    return tag("li", tag("p", name, " ", fit, label), tag("ul", *reasons) if reasons else "")
