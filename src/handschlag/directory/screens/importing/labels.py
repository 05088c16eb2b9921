"""How imports speak: what a column may hold, what a row does, where an import stands."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.screens import label_of
from handschlag.directory.models import ImportAction, ImportState
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.import_fields import EntryField, field_called

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
