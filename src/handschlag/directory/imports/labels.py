"""How imports speak: columns, faults, what a row does; who comes to a page, and where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.cells import CellFault
from handschlag.common.table_import.drafts import label_of
from handschlag.common.table_import.drafts import refusal_message as common_refusal_message
from handschlag.common.web import number_in, refusal_message
from handschlag.design.components.parts import Crumb, Step
from handschlag.directory import texts
from handschlag.directory.contents import Kind
from handschlag.directory.editing import dashboard as page
from handschlag.directory.imports.columns import (
    Catalogue,
    EntryField,
    ImportFaultKind,
    field_and_line,
    field_called,
)
from handschlag.directory.imports.stages import sheet_name, visible_imports
from handschlag.directory.models import Import, ImportAction, ImportState, Network

Word = str | Promise

EXPLAINED: dict[str, Word] = {
    EntryField.NAME: _("The full name. Every row needs one."),
    EntryField.KIND: _("What sort of organisation or network it is; see the list below."),
    EntryField.SHORT_NAME: _("The short form of the name."),
    EntryField.SME: _("Enter yes or no."),
    EntryField.EMPLOYEES: _("A whole number."),
    EntryField.PARENT: _("The name of the whole that it belongs to, such as a university."),
    EntryField.PLACE: _("Town or municipality, also with postcode."),
    EntryField.LAND: _("The name of the federal state or its two-letter code."),
    EntryField.LATITUDE: _("Degrees. Only needed if the place is to be more exact than the town."),
    EntryField.LONGITUDE: _("Degrees, together with the latitude."),
    EntryField.FOUNDED: _("A year."),
    EntryField.BODY: _("Organisation responsible for the network."),
    EntryField.WEBSITE: _("The address of the website."),
    EntryField.EMAIL: _("For enquiries; it is public, so do not use a personal address."),
    EntryField.ROR: _("The ROR id, if there is one. The same id always means the same entry."),
    EntryField.DESCRIPTION_DE: _("Two or three sentences in German."),
    EntryField.DESCRIPTION_EN: _("Two or three sentences in English."),
    EntryField.FIELDS: _("Fields of our vocabulary by name, up to eight, separated by semicolons."),
    EntryField.OFFERS_DE: _("What is offered, in German; several separated by semicolons."),
    EntryField.OFFERS_EN: _("The same in English, in the same order."),
    EntryField.NEEDS_DE: _("What is sought, in German; several separated by semicolons."),
    EntryField.NEEDS_EN: _("The same in English, in the same order."),
    EntryField.SINCE: _("The day on which the membership began."),
    EntryField.SLUG: _("The last part of the address of an entry. It identifies the entry uniquely."),
}
VERDICTS: dict[str, Word] = {
    ImportAction.NEW: _("new"),
    ImportAction.CHANGED: _("changes"),
    ImportAction.JOINS: _("becomes a member"),
    ImportAction.PROPOSES: _("is proposed as a member"),
    ImportAction.PROJECTS: _("gets joint projects"),
    ImportAction.UNCHANGED: _("nothing changes"),
    ImportAction.UNDECIDED: _("decision needed"),
    ImportAction.FAULTY: _("error"),
    ImportAction.LEFT_OUT: _("left out"),
}
DONE: dict[str, Word] = {
    ImportAction.NEW: _("new"),
    ImportAction.CHANGED: _("changed"),
    ImportAction.JOINS: _("became a member"),
    ImportAction.PROPOSES: _("was proposed as a member"),
    ImportAction.PROJECTS: _("got joint projects"),
}
TONES: dict[str, str] = {
    ImportAction.NEW: "ok",
    ImportAction.CHANGED: "you",
    ImportAction.JOINS: "you",
    ImportAction.PROPOSES: "wait",
    ImportAction.PROJECTS: "you",
    ImportAction.UNDECIDED: "wait",
    ImportAction.FAULTY: "danger",
}
STATES: dict[ImportState, Word] = {
    ImportState.COLUMNS: _("columns to be assigned"),
    ImportState.CHECKING: _("is being checked"),
    ImportState.CHECKED: _("checked, not imported yet"),
    ImportState.APPLYING: _("is being applied"),
    ImportState.APPLIED: _("applied"),
    ImportState.UNDOING: _("is being undone"),
    ImportState.UNDONE: _("undone"),
}


def heading(kind: Kind, fact: str) -> str:
    """What our own template calls the column."""
    return label_of(field_called(kind, fact))


CATALOGUES: dict[str, Word] = {
    Catalogue.CORDIS: _("CORDIS, the EU's catalogue of research projects"),
    Catalogue.FOERDERKATALOG: _("Förderkatalog, the federal catalogue of funded projects"),
}


def catalogue(name: str) -> str:
    """The catalogue that a table is of; nothing for other tables."""
    return str(CATALOGUES[Catalogue(name)]) if name else ""


_KINDS: Final = {kind.value: kind for kind in (*CellFault, *ImportFaultKind)}
_MISSING: Final = {
    EntryField.KIND: _("The type is missing. Choose one."),
    EntryField.PROJECT: _("The number of the grant is missing."),
}


def sentence(fault: Mapping[str, Any]) -> str:
    """A fault as the import keeps it, in words."""
    field, _line = field_and_line(fault["fact"], 0)
    kind = _KINDS[fault["reason"]]
    details: Mapping[str, Any] = fault["details"]
    if kind is CellFault.MISSING and field in _MISSING:
        return str(_MISSING[EntryField(field)])
    return refusal_message(kind) % details


_PASSED_OVER: Final = {
    "abroad": ngettext_lazy(
        "%(n)s line is of an organisation outside Germany and is not taken.",
        "%(n)s lines are of organisations outside Germany and are not taken.",
        "number",
    ),
    "single": ngettext_lazy(
        "%(n)s line has no joint project; only its organisation is imported.",
        "%(n)s lines have no joint project; only their organisations are imported.",
        "number",
    ),
    "repeated": ngettext_lazy(
        "%(n)s line duplicates an earlier one.", "%(n)s lines duplicate earlier ones.", "number"
    ),
}


def of_catalogue(row: Import) -> tuple[str, ...]:
    """What follows from applying, and which lines are not taken."""
    counts, found = row.counts, []
    if counts[ImportAction.NEW]:
        found.append(
            gettext("New organisations are drafts: the public sees them once an editor has published them.")
        )
    if counts["projects"]:
        found.append(
            gettext("New joint projects are drafts too; they are published together, after applying.")
        )
    if counts.get("taken"):
        found.append(
            gettext(
                "Known joint projects that you import are changed immediately. Each fact names the file as "
                "its source."
            )
        )
    if counts[ImportAction.CHANGED]:
        found.append(gettext("Existing entries only get missing facts; existing facts are not changed."))
    return (*found, *_passed_over(counts))


def _passed_over(counts: Mapping[str, Any]) -> list[str]:
    shown = ((counts.get(name, 0), words) for name, words in _PASSED_OVER.items())
    return [
        words % {"number": number, "n": number_format(number, force_grouping=True)}
        for number, words in shown
        if number
    ]


def part_lines(parts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """A line for each project: its acronym or else its title, and its grant with its dates."""
    return [
        (
            part["acronym"] or part["title_de"] or part["title_en"],
            ", ".join(filter(None, (part["grant"], span(part["starts_on"], part["ends_on"])))),
        )
        for part in parts
    ]


def span(starts: str, ends: str) -> str:
    """From when to when, of days written as YYYY-MM-DD; an empty one is not known."""
    return texts.span(*(date.fromisoformat(one) if one else None for one in (starts, ends)))


_STEPS = ("file", "columns", "check", "done")
_STEP_OF = {
    ImportState.COLUMNS: "columns",
    ImportState.CHECKING: "check",
    ImportState.CHECKED: "check",
    ImportState.APPLYING: "done",
    ImportState.APPLIED: "done",
    ImportState.UNDOING: "done",
    ImportState.UNDONE: "done",
}


def list_url(network: Network | None) -> str:
    """The path to the imports of one network; without one, to all that somebody may see."""
    url = reverse("directory:imports")
    return f"{url}?{urlencode({'network': network.slug})}" if network else url


def upload_url(*, kind: Kind, network: Network | None, instead_of: int | None = None) -> str:
    """The path to the upload with its target chosen; `instead_of` is the import that it replaces."""
    query: dict[str, str | int] = {"into": target_of(kind=kind, network_id=network.pk if network else None)}
    if instead_of is not None:
        query["instead"] = instead_of
    return f"{reverse('directory:new_import')}?{urlencode(query)}"


def target_of(*, kind: Kind, network_id: int | None) -> str:
    """What a table is for, as the form of the upload sends it."""
    if kind is Kind.NETWORK:
        return "networks"
    return f"network:{network_id}" if network_id is not None else "actors"


def target_words(kind: Kind, network: Network | None) -> str:
    """What a table is for, in the reader's language."""
    if kind is Kind.NETWORK:
        return gettext("Networks")
    return (
        gettext("Members of “%(name)s”") % {"name": network.name}
        if network
        else gettext("Actors without a network")
    )


def target_word(of: Import) -> str:
    """What the table of this import is for."""
    return target_words(Kind(of.kind), of.network)


def crumbs(network: Network | None, *more: Crumb) -> tuple[Crumb, ...]:
    """The way to the imports; it leads through the network where there is one."""
    imports = Crumb(gettext("Imports"), list_url(network))
    if network is None:
        return (Crumb(gettext("Your networks"), reverse("directory:manage")), imports, *more)
    return page.crumbs(network, imports, *more)


def steps(current: str, *, url: str = "") -> tuple[Step, ...]:
    """Four steps; those that were taken can be gone back to, as long as nothing is applied."""
    words = {
        "file": gettext("File"),
        "columns": gettext("Columns"),
        "check": gettext("Check"),
        "done": gettext("Applied"),
    }
    at = _STEPS.index(current)
    back = {"columns": url} if current == "check" else {}
    return tuple(
        Step(
            label=words[name],
            state="done" if number < at else "current" if number == at else "open",
            url=back.get(name, ""),
        )
        for number, name in enumerate(_STEPS)
    )


def head_of(of: Import, *, step: str = "", below: str = "") -> dict[str, Any]:
    """The import with its way and its steps; `below` names a page that stands below its own."""
    url = reverse("directory:import", args=[of.pk])
    way = (Crumb(of.file_name, url), Crumb(below)) if below else (Crumb(of.file_name),)
    columns = reverse("directory:import_columns", args=[of.pk])
    return {
        "table": of,
        "sheet": sheet_name(of),
        "crumbs": crumbs(of.network, *way),
        "steps": steps(step or _STEP_OF[of.current_state], url=columns),
        "again_url": upload_url(kind=Kind(of.kind), network=of.network, instead_of=of.pk),
    }


def importer(request: HttpRequest) -> Subject:
    """Whoever may import into something."""
    by = subject_of(request.user)
    require(by, Action.IMPORT_ACTORS, owns=True)
    return by


def own_import(request: HttpRequest, pk: int) -> tuple[Import, Subject]:
    """The import, if this person may see it; a visitor signs in first, for others it is a 404."""
    by = subject_of(request.user)
    if by.user_id is None:
        require(by, Action.IMPORT_ACTORS)  # a visitor is asked to sign in first, and learns nothing
    row = visible_imports(by).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row, by


def back_to(pk: int, query: str = "") -> HttpResponseRedirect:
    """Leads to the page of the import; the query comes without its question mark."""
    return HttpResponseRedirect(reverse("directory:import", args=[pk]) + (f"?{query}" if query else ""))


def seen_in(request: HttpRequest) -> int:
    """The version that the page showed."""
    return number_in(request.POST, "seen")


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """Whatever is refused leaves the import as it was, and the next page says why."""
    try:
        yield
    except Refusal as no:
        messages.warning(request, common_refusal_message(no.reason, no.details))
