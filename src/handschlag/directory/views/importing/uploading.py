"""A table is sent; examples of tables are taken away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.bodies import MEGABYTE, takes_up_to
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import download
from handschlag.common.table_import.refusal_messages import refusal_message
from handschlag.directory.actions import importing
from handschlag.directory.forms.importing import UploadForm
from handschlag.directory.models import Import, Network
from handschlag.directory.queries.importing.imports import networks_to_import_into, visible_imports
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.archives import MOST_PACKED
from handschlag.directory.screens.importing import files
from handschlag.directory.screens.importing.upload import targets, upload_screen
from handschlag.directory.views.editing.parameters import int_param
from handschlag.directory.views.importing.access import importer

UNFIT = 422


@takes_up_to(MOST_PACKED + MEGABYTE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: HttpRequest) -> HttpResponse:
    """The form for a file with a table; an upload leads to its columns."""
    by = importer(request)
    networks = list(networks_to_import_into(by))
    options = targets(by, networks)
    data = request.POST if request.method == "POST" else None
    into = (data or request.GET).get("into", "")
    earlier = _replaced(by, (data or request.GET).get("instead", ""))
    start = {"into": into, "instead": earlier.pk if earlier else None}
    form = UploadForm(data, request.FILES or None, targets=options, initial=start)
    if data is not None and form.is_valid():
        try:
            row = uploaded(form, by, earlier)
        except Refusal as no:
            form.add_error("table", refusal_message(no.reason, no.details))
        else:
            return HttpResponseRedirect(reverse("directory:import_columns", args=[row.pk]))
    kind, network = _named(into, networks)
    screen = upload_screen(by, form, kind=kind, network=network, instead_of=earlier)
    status = UNFIT if data is not None else 200
    return render(request, "directory/importing/upload.html", {"screen": screen}, status=status)


def uploaded(form: UploadForm, by: Subject, earlier: Import | None) -> Import:
    """The new import from a form that is valid; raises Refusal if the file cannot be taken."""
    kind, network_id = _target_in(form.cleaned_data["into"])
    return importing.upload(
        content=form.content,
        file_name=form.file_name,
        kind=kind,
        network_id=network_id,
        by=by,
        now=timezone.now(),
        instead_of=earlier.pk if earlier else None,
    )


def _target_in(text: str) -> tuple[Kind, int | None]:
    """What a table is for: `networks`, `actors`, or `network:7`."""
    if text == "networks":
        return Kind.NETWORK, None
    return Kind.ACTOR, int_param(text.partition(":")[2], 0) or None


def _named(into: str, networks: list[Network]) -> tuple[Kind, Network | None]:
    """The target that an address names, as far as this person may import there; else the only one."""
    kind, network_id = _target_in(into)
    found = next((one for one in networks if one.pk == network_id), None)
    return kind, found


def _replaced(by: Subject, text: str) -> Import | None:
    """The earlier attempt at the same table, if this person may see it."""
    return visible_imports(by).filter(pk=int_param(text, 0)).first()


@require_safe
def import_template(_request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """For everybody: whoever is asked for a table can fill it without an account."""
    if kind not in {Kind.ACTOR, Kind.NETWORK} or ending not in MEDIA_TYPES:
        raise Http404
    write = files.template_csv if ending == "csv" else files.template_xlsx
    return download(write(Kind(kind)), f"handschlag-{kind}s.{ending}")
