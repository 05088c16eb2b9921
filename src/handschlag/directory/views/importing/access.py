"""Who comes to a page of imports; what belongs to others does not even exist."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.refusal_messages import refusal_message
from handschlag.common.web.parameters import number_in
from handschlag.directory.models import Import
from handschlag.directory.queries.importing.imports import visible_imports


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
        messages.warning(request, refusal_message(no.reason, no.details))
