"""Lists as files: CSV, XLSX, JSON or vCard, exactly what the page shows, all of its pages."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from handschlag.accounts.access import counted_as_download
from handschlag.common import table_files
from handschlag.common.language import pick
from handschlag.common.table_files import BLOCK, Value, csv_blocks, new_book, write_cells
from handschlag.directory import counting, filters, labels, lists, rows, texts
from handschlag.directory import rows as directory_rows
from handschlag.directory.access import criteria_of
from handschlag.directory.bookmarks import BookmarkKind, bookmarks_of
from handschlag.directory.labels import Word
from handschlag.directory.lists import ExportSelection
from handschlag.directory.models import Actor, Direction, Field, Label, Land, Network, Project, Statement
from handschlag.directory.public import (
    is_public,
    partners_in,
    public_actors,
    public_networks,
    public_projects,
)
from handschlag.directory.rows import HEADS as PROJECT_HEADS
from handschlag.directory.rows import project_record
from handschlag.programmes.models import Programme

LONGEST_LINE = 75  # octets, without the line break


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says about an organisation; empty parts are left out."""

    uid: str
    name: str
    kind: str = "org"
    parent: str = ""
    place: str = ""
    land: str = ""
    at: tuple[float, float] | None = None
    email: str = ""
    website: str = ""
    source: str = ""
    categories: tuple[str, ...] = ()
    note: str = ""


def written(card: Card) -> str:
    """The lines of a card, folded, each ended by CRLF."""
    return "".join(f"{line}\r\n" for content in _lines(card) for line in folded_lines(content))


def _lines(card: Card) -> Iterable[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"KIND:{card.kind}")
    yield f"UID:{uri(card.uid)}"
    yield f"FN:{escaped_value(card.name)}"
    yield "ORG:" + ";".join(escaped_value(part) for part in (card.parent, card.name) if part)
    if card.place or card.land:
        yield f"ADR:;;;{escaped_value(card.place)};{escaped_value(card.land)};;Deutschland"
    if card.at is not None:
        yield f"GEO:geo:{card.at[0]:.4f},{card.at[1]:.4f}"
    if card.email:
        yield f"EMAIL:{escaped_value(card.email)}"
    if card.website:
        yield f"URL:{uri(card.website)}"
    if card.source:
        yield f"SOURCE:{uri(card.source)}"
    if card.categories:
        yield "CATEGORIES:" + ",".join(escaped_value(category) for category in card.categories)
    if card.note:
        yield f"NOTE:{escaped_value(card.note)}"
    yield "END:VCARD"


def escaped_value(text: str) -> str:
    """Text as a value: no separator and no line break of it can end the value."""
    whole = "\n".join(text.replace("\\", "\\\\").splitlines())
    kept = "".join(c for c in whole if c == "\n" or c.isprintable())
    return kept.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def uri(text: str) -> str:
    """An address as a value: it has no characters that need escaping, and must not get any."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


def folded_lines(content: str) -> Iterable[str]:
    """One line of at most 75 octets after the other; a character is never cut in two."""
    line, size = "", 0
    for character in content:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            yield line
            line, size = " ", 1
        line, size = line + character, size + octets
    yield line


FIRST, PIECE = 50, 400  # the first piece is small, so that a download begins at once


def pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in order, cut for one group of queries each."""
    if ids:
        yield ids[:FIRST]
    for start in range(FIRST, len(ids), PIECE):
        yield ids[start : start + PIECE]


def exported_networks(ids: Sequence[int], *, today: date) -> Iterator[tuple[Network, int]]:
    """The public ones of these networks, in order, each with its number of distinct public actors."""
    for some in pieces(ids):
        organisations: Mapping[int, int] = counting.organisations_per_network(some, today=today)
        rows = directory_rows.with_facts(public_networks()).select_related("umbrella")
        for network in directory_rows.in_order(rows, some):
            yield network, organisations.get(network.pk, 0)


def exported_actors(ids: Sequence[int], *, today: date) -> Iterator[Actor]:
    """The public ones of these actors, in order."""
    for some in pieces(ids):
        yield from directory_rows.actors_in_order(some, today=today)


type Record = dict[str, Any]

NETWORK_HEADS: Final[Mapping[str, Word]] = {
    "name": _("Name"),
    "short_name": _("Short name"),
    "kind": _("Kind"),
    "place": _("Location"),
    "land": _("Federal state"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "fields": _("Fields"),
    "founded": _("Founded"),
    "members": _("Members, published"),
    "members_year": _("Members as of"),
    "organisations": _("Organisations listed here"),
    "programmes": _("Programmes"),
    "labels": _("Quality labels"),
    "management": _("Management"),
    "email": _("Email"),
    "website": _("Website"),
    "umbrella": _("Umbrella organisation"),
    "wikidata": _("Wikidata id"),
    "euid": _("EUID"),
    "pic": _("PIC"),
    "nuts": _("NUTS 3 region of the seat"),
    "address": _("Page"),
    "is_invented": _("Invented"),
}
ACTOR_HEADS: Final[Mapping[str, Word]] = {
    "name": _("Name"),
    "kind": _("Kind"),
    "is_sme": _("Small or medium-sized"),
    "employees": _("Employees"),
    "parent": _("Part of"),
    "place": _("Location"),
    "land": _("Federal state"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "fields": _("Fields"),
    "networks": _("Networks"),
    "offers": _("Offers"),
    "needs": _("Looking for"),
    "website": _("Website"),
    "ror": _("ROR id"),
    "wikidata": _("Wikidata id"),
    "euid": _("EUID"),
    "pic": _("PIC"),
    "nuts": _("NUTS 3 region of the seat"),
    "address": _("Page"),
    "is_invented": _("Invented"),
}


def network_record(network: Network, organisations: int) -> Record:
    """A network as an exported file has it; `organisations` is how many distinct ones are listed here."""
    figure = rows.newest_figure(network)
    return {
        "name": network.name,
        "short_name": network.short_name,
        "kind": network.kind,
        "place": network.place,
        "land": _both(network.land, "name"),
        "latitude": network.latitude,
        "longitude": network.longitude,
        "fields": tuple(_both(field, "label") for field in rows.fields_of(network)),
        "founded": network.founded,
        "members": figure.members if figure else None,
        "members_year": figure.year if figure else None,
        "organisations": organisations,
        "programmes": tuple(_both(one.programme, "name") for one in rows.programmes_as_stored(network)),
        "labels": tuple(map(_label_of, rows.labels_of(network))),
        "management": network.management_body,
        "email": network.contact_email,
        "website": network.website,
        "umbrella": _public_name(network.umbrella),
        "wikidata": network.wikidata_id,
        "euid": network.euid,
        "pic": network.pic,
        "nuts": network.district_id or "",
        "address": settings.BASE_URL + rows.network_url(network),
        "is_invented": network.is_demo,
    }


def actor_record(actor: Actor) -> Record:
    """An actor as an exported file has it, with the networks that it is a member of today."""
    return {
        "name": actor.name,
        "kind": actor.kind,
        "is_sme": actor.is_sme,
        "employees": actor.employees,
        "parent": _public_name(actor.parent),
        "place": actor.place,
        "land": _both(actor.land, "name"),
        "latitude": actor.latitude,
        "longitude": actor.longitude,
        "fields": tuple(_both(field, "label") for field in rows.fields_of(actor)),
        "networks": tuple(network.name for network in directory_rows.networks_of_today(actor)),
        "offers": _statements(actor, Direction.OFFER),
        "needs": _statements(actor, Direction.NEED),
        "website": actor.website,
        "ror": actor.ror_id,
        "wikidata": actor.wikidata_id,
        "euid": actor.euid,
        "pic": actor.pic,
        "nuts": actor.district_id or "",
        "address": settings.BASE_URL + rows.actor_url(actor),
        "is_invented": actor.is_demo,
    }


def _both(row: Land | Field | Programme | Statement | None, name: str) -> dict[str, str] | None:
    """A text in both languages; the slug leads to its page."""
    if row is None:
        return None
    de, en = getattr(row, f"{name}_de"), getattr(row, f"{name}_en")
    return {"de": de, "en": en, "slug": getattr(row, "slug", "")}


def _label_of(label: Label) -> dict[str, str | bool]:
    return {
        "level": label.level,
        "awarded_on": texts.iso(label.awarded_on, is_year_only=label.is_year_only),
        "valid_until": texts.iso(label.valid_until, is_year_only=label.is_year_only),
        "is_year_only": label.is_year_only,
    }


def _statements(actor: Actor, direction: Direction) -> tuple[dict[str, str] | None, ...]:
    return tuple(_both(one, "text") for one in rows.statements_of(actor, direction))


def _public_name(entry: Network | Actor | None) -> str:
    """The name of what an entry belongs to; nothing where that is not public itself."""
    return entry.name if entry is not None and is_public(entry) else ""


MEDIA_TYPES: Final = {
    **table_files.MEDIA_TYPES,
    "json": "application/json",
    "vcf": "text/vcard; charset=utf-8",
}
WIDE = {"name": 40, "fields": 40, "offers": 60, "needs": 60, "networks": 40, "address": 50, "website": 35}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMetadata:
    """What a file says about itself."""

    title: str
    address: str  # of the list, with its filters
    exported_on: str
    count: int
    counting: str
    licence: str

    @property
    def lines(self) -> tuple[tuple[str, Value], ...]:
        return (
            (gettext("List"), self.title),
            (gettext("Address with all filters"), self.address),
            (gettext("Exported on"), self.exported_on),
            (gettext("Entries"), self.count),
            (gettext("Method"), self.counting),
            (gettext("Use"), self.licence),
        )


def bytes_of(
    ending: str, about: FileMetadata, records: Iterable[Record], *, heads: Mapping[str, Word]
) -> Iterator[bytes]:
    """The file with this ending, piece by piece."""
    writers: dict[str, Callable[..., Iterator[bytes]]] = {"csv": _csv_of, "xlsx": _xlsx_of, "json": _json_of}
    if ending == "vcf":
        return _vcards_of(records)
    return writers[ending](about, records, heads)


def _csv_of(about: FileMetadata, records: Iterable[Record], heads: Mapping[str, Word]) -> Iterator[bytes]:
    """For a spreadsheet in German or English: a byte order mark, semicolons, no formulas."""
    del about  # a first line of words would not be a table
    head = [str(head) for head in heads.values()]
    return csv_blocks(chain([head], (map(_in_words_only, _values(record, heads)) for record in records)))


def _in_words_only(value: Value) -> Value:
    return (gettext("yes") if value else gettext("no")) if isinstance(value, bool) else value


def _values(record: Record, heads: Mapping[str, Word]) -> Iterator[Value]:
    for name in heads:
        yield _in_words(name, record[name])


def _in_words(name: str, value: Any) -> Value:
    """A fact as one cell in the language of the page."""
    if name == "kind":
        return str({**labels.NETWORK_KINDS, **labels.ACTOR_KINDS}[value])
    if isinstance(value, dict) and "level" in value:
        until = f" - {value['valid_until']}" if value["valid_until"] else ""
        return f"{labels.LEVELS[value['level']]} {value['awarded_on']}{until}"
    if isinstance(value, dict):
        return pick(value["de"], value["en"])
    if isinstance(value, tuple):
        return ", ".join(str(_in_words("", one)) for one in value)
    plain: Value = value
    return plain


def _json_of(about: FileMetadata, records: Iterable[Record], heads: Mapping[str, Word]) -> Iterator[bytes]:
    """One object: what the file is about, and its entries with names that do not change."""
    del heads
    head = json.dumps(asdict(about), ensure_ascii=False)
    block, size = [f'{{"about": {head},\n"entries": [\n'], 0
    for place, record in enumerate(records):
        line = json.dumps(record, ensure_ascii=False)
        block.append(f",\n{line}" if place else line)
        size += len(line)
        if size > BLOCK:
            yield "".join(block).encode()
            block, size = [], 0
    block.append("\n]}\n")
    yield "".join(block).encode()


def _vcards_of(records: Iterable[Record]) -> Iterator[bytes]:
    for record in records:
        yield written(_card_of(record)).encode()


def _card_of(record: Record) -> Card:
    land, at = record["land"], (record["latitude"], record["longitude"])
    return Card(
        uid=record["address"],
        name=record["name"],
        parent=record.get("parent", ""),
        place=record["place"],
        land=pick(land["de"], land["en"]) if land else "",
        at=None if None in at else at,
        email=record.get("email", ""),
        website=record["website"],
        source=record["address"],
        categories=tuple(pick(field["de"], field["en"]) for field in record["fields"]),
        note=gettext("Invented for the demo") if record["is_invented"] else "",
    )


def _xlsx_of(about: FileMetadata, records: Iterable[Record], heads: Mapping[str, Word]) -> Iterator[bytes]:
    """A sheet with a frozen head, and one that says what it is; text stays text, whatever it begins with."""
    with tempfile.TemporaryFile() as file:
        book = new_book(file, in_memory=False, constant_memory=True)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        sheet = book.add_worksheet(gettext("List"))
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(heads):
            sheet.set_column(column, column, WIDE.get(name, 18))
        sheet.write_row(0, 0, [str(head) for head in heads.values()], bold)
        last = 0
        for last, record in enumerate(records, start=1):
            write_cells(sheet, last, map(_in_words_only, _values(record, heads)))
        sheet.autofilter(0, 0, last, len(heads) - 1)
        source = book.add_worksheet(gettext("Source"))
        source.set_column(0, 0, 28)
        source.set_column(1, 1, 90)
        for row, (head, value) in enumerate(about.lines):
            source.write_string(row, 0, head, bold)
            source.write_string(row, 1, str(value), wrapped)
        book.close()
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


HEADS: Final[Mapping[str, Mapping[str, Word]]] = {
    "networks": NETWORK_HEADS,
    "actors": ACTOR_HEADS,
    "projects": PROJECT_HEADS,
}


def _about(title: str, path: str, count: int, counting: str, *, today: date) -> FileMetadata:
    return FileMetadata(
        title=title,
        address=settings.BASE_URL + path,
        exported_on=today.isoformat(),
        count=count,
        counting=counting,
        licence=gettext(
            "Unofficial, from public sources and from the networks themselves; the page of each entry names "
            "its sources. Coordinates: GeoNames, CC BY 4.0, changed."
        ),
    )


def about_networks(choice: ExportSelection, *, today: date) -> FileMetadata:
    """The head of an exported list of networks: its title, its address, and how members are counted."""
    title = filters.networks_title(choice.tally, choice.criteria, choice.names)
    path = filters.address(reverse("directory:networks"), choice.criteria)
    counting = gettext("Members as published, with their year; listed organisations are distinct ones.")
    return _about(title, path, choice.total, counting, today=today)


def about_actors(choice: ExportSelection, *, today: date) -> FileMetadata:
    """The head of an exported list of actors: its title, address, and how organisations are counted."""
    title = filters.actors_title(choice.tally, choice.criteria, choice.names)
    path = filters.address(reverse("directory:actors"), choice.criteria)
    counting = gettext("Distinct organisations, however many networks they are in.")
    return _about(title, path, choice.total, counting, today=today)


def about_bookmarks(number: int, *, today: date) -> FileMetadata:
    """The head of exported bookmarks; `number` counts only what is public now."""
    counting = gettext("Saved entries that are public now.")
    return _about(gettext("Saved entries"), reverse("directory:bookmarks"), number, counting, today=today)


def about_projects(choice: ExportSelection, *, today: date) -> FileMetadata:
    """The head of an exported list of joint projects, with the address of the same list on the site."""
    title = filters.projects_title(choice.tally, choice.criteria, choice.names)
    path = filters.address(reverse("directory:projects"), choice.criteria)
    return _about_projects(title, path, choice.total, today=today)


def about_projects_of(actor: Actor, number: int, *, today: date) -> FileMetadata:
    """The head of an export of one actor's projects; its address leads to them on the actor's page."""
    path = reverse("directory:actor", args=[actor.slug]) + "#projects"
    return _about_projects(f"{gettext('Joint projects')}: {actor.name}", path, number, today=today)


def _about_projects(title: str, path: str, count: int, *, today: date) -> FileMetadata:
    counting = gettext("Joint projects with at least one organisation that is public here.")
    licence = gettext(
        "Unofficial. Read in CORDIS (© European Union) and in the federal Förderkatalog; every row names "
        "its source and the day."
    )
    return replace(_about(title, path, count, counting, today=today), licence=licence)


@counted_as_download
@require_safe
def networks_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of networks as a file, all pages of it; an unknown ending is a 404."""
    criteria, today = criteria_of(request), timezone.localdate()
    _known(ending)
    choice = lists.choice_of_networks(criteria, today=today)
    about = about_networks(choice, today=today)
    return _sent(ending, "networks", about, _network_records(choice.ids))


@counted_as_download
@require_safe
def actors_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of actors as a file, all pages of it; an unknown ending is a 404."""
    criteria, today = criteria_of(request), timezone.localdate()
    _known(ending)
    choice = lists.choice_of_actors(criteria, today=today)
    about = about_actors(choice, today=today)
    return _sent(ending, "actors", about, _actor_records(choice.ids))


@counted_as_download
@require_safe
def bookmarks_file(request: HttpRequest, what: str, ending: str) -> HttpResponseBase:
    """The bookmarks of this device as a file, never cached; `what` is networks or actors, else a 404."""
    _known(ending)
    if what not in ("networks", "actors"):
        raise Http404
    kept = bookmarks_of(request)
    ids = kept.ids(BookmarkKind.NETWORK if what == "networks" else BookmarkKind.ACTOR)
    about = about_bookmarks(len(ids), today=timezone.localdate())
    found = _network_records(ids) if what == "networks" else _actor_records(ids)
    response = _sent(ending, what, about, found)
    response["Cache-Control"] = "private, no-store"
    return response


@counted_as_download
@require_safe
def projects_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """A list of joint projects, or those of one actor."""
    today = timezone.localdate()
    if ending not in ("csv", "xlsx", "json"):
        raise Http404
    slug, actor = request.GET.get("actor", ""), None
    if slug:
        actor = public_actors().filter(slug=slug[:100]).first()
        if actor is None:
            raise Http404
    if actor is not None:
        ids: Sequence[int] = list(public_projects(actor).order_by("pk").values_list("pk", flat=True))
        about = about_projects_of(actor, len(ids), today=today)
    else:
        choice = lists.choice_of_projects(criteria_of(request), today=today)
        ids, about = choice.ids, about_projects(choice, today=today)
    found = (project_record(project, actors) for project, actors in projects_in(ids))
    return _sent(ending, "projects", about, found)


def _known(ending: str) -> None:
    if ending not in MEDIA_TYPES:
        raise Http404


def _network_records(ids: Sequence[int]) -> Iterator[Record]:
    today = timezone.localdate()
    return (network_record(network, n) for network, n in exported_networks(ids, today=today))


def _actor_records(ids: Sequence[int]) -> Iterator[Record]:
    return (actor_record(actor) for actor in exported_actors(ids, today=timezone.localdate()))


def _sent(ending: str, what: str, about: FileMetadata, found: Iterator[Any]) -> StreamingHttpResponse:
    body = bytes_of(ending, about, found, heads=HEADS[what])
    response = StreamingHttpResponse(_spoken(body, get_language() or "de"), content_type=MEDIA_TYPES[ending])
    name = f"handschlag-{what}-{about.exported_on}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _spoken(body: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The file is written after the view has answered: it must not fall back into another language."""
    with override(language):
        yield from body


def projects_in(ids: Sequence[int]) -> Iterator[tuple[Project, Sequence[Actor]]]:
    """These projects in order, each with its public actors."""
    for some in pieces(ids):
        found, partners = public_projects().in_bulk(list(some)), partners_in(some)
        for pk in some:
            if pk in found:
                yield found[pk], partners.get(pk, ())
