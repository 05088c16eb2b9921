"""How imports speak: what a column may hold, what a row does, where an import stands."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.directory.models import ImportState, Verdict
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.catalogues import Catalogue, column_of
from handschlag.directory.rules.imports.facts import Fact
from handschlag.directory.rules.imports.faults import Hint

Word = str | Promise

EXPLAINED: dict[Fact, Word] = {
    Fact.NAME: _("The full name. Every row needs one."),
    Fact.KIND: _("What sort of organisation or network it is; see the list below."),
    Fact.SHORT_NAME: _("The short form of the name."),
    Fact.SME: _("Enter yes or no."),
    Fact.EMPLOYEES: _("A whole number."),
    Fact.PARENT: _("The name of the whole that it belongs to, such as a university."),
    Fact.PLACE: _("Town or municipality, also with postcode."),
    Fact.LAND: _("The name of the federal state or its two-letter code."),
    Fact.LATITUDE: _("Degrees. Only needed if the place is to be more exact than the town."),
    Fact.LONGITUDE: _("Degrees, together with the latitude."),
    Fact.FOUNDED: _("A year."),
    Fact.BODY: _("Organisation responsible for the network."),
    Fact.WEBSITE: _("The address of the website."),
    Fact.EMAIL: _("For enquiries; it is public, so do not use a personal address."),
    Fact.ROR: _("The ROR id, if there is one. The same id always means the same entry."),
    Fact.DESCRIPTION_DE: _("Two or three sentences in German."),
    Fact.DESCRIPTION_EN: _("Two or three sentences in English."),
    Fact.FIELDS: _("Fields of our vocabulary by name, up to eight, separated by semicolons."),
    Fact.OFFERS_DE: _("What is offered, in German; several separated by semicolons."),
    Fact.OFFERS_EN: _("The same in English, in the same order."),
    Fact.NEEDS_DE: _("What is sought, in German; several separated by semicolons."),
    Fact.NEEDS_EN: _("The same in English, in the same order."),
    Fact.SINCE: _("The day on which the membership began."),
    Fact.SLUG: _("The last part of the address of an entry. It identifies the entry uniquely."),
}
VERDICTS: dict[str, Word] = {
    Verdict.NEW: _("new"),
    Verdict.CHANGED: _("changes"),
    Verdict.JOINS: _("becomes a member"),
    Verdict.PROPOSES: _("is proposed as a member"),
    Verdict.PROJECTS: _("gets joint projects"),
    Verdict.UNCHANGED: _("nothing changes"),
    Verdict.UNDECIDED: _("decision needed"),
    Verdict.FAULTY: _("error"),
    Verdict.LEFT_OUT: _("left out"),
}
DONE: dict[str, Word] = {
    Verdict.NEW: _("new"),
    Verdict.CHANGED: _("changed"),
    Verdict.JOINS: _("became a member"),
    Verdict.PROPOSES: _("was proposed as a member"),
    Verdict.PROJECTS: _("got joint projects"),
}
TONES: dict[str, str] = {
    Verdict.NEW: "ok",
    Verdict.CHANGED: "you",
    Verdict.JOINS: "you",
    Verdict.PROPOSES: "wait",
    Verdict.PROJECTS: "you",
    Verdict.UNDECIDED: "wait",
    Verdict.FAULTY: "danger",
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
HINTS: dict[str, Word] = {
    Hint.PLACE_UNKNOWN: _("The place is not in our list: there will be no point on the map."),
    Hint.KIND_GUESSED: _("The type was derived from the name."),
    Hint.OF_OTHERS: _("Others manage this entry; its facts stay unchanged."),
    Hint.REVIEWED: _("An editor reviews the changes first."),
}


def heading(kind: Kind, fact: str) -> str:
    """What our own template calls the column."""
    column = column_of(kind, Fact(fact))
    return pick(column.german, column.english)


CATALOGUES: dict[str, Word] = {
    Catalogue.CORDIS: _("CORDIS, the EU's catalogue of research projects"),
    Catalogue.FOERDERKATALOG: _("Förderkatalog, the federal catalogue of funded projects"),
}


def catalogue(name: str) -> str:
    """The catalogue that a table is of; nothing for other tables."""
    return str(CATALOGUES[Catalogue(name)]) if name else ""


def explained(fact: str) -> str:
    return str(EXPLAINED[Fact(fact)])
