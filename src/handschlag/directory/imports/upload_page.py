"""A file is sent, and somebody says what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Action, Subject, may
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, download
from handschlag.common.table_import.drafts import (
    UNFINISHED,
    TableForm,
    column_views,
    columns_in,
    field_labels,
    label_of,
    refusal_message,
    table_field,
)
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.common.web import MEGABYTE, number_in, takes_up_to
from handschlag.design.components.parts import Crumb
from handschlag.directory.access import int_param
from handschlag.directory.contents import Kind
from handschlag.directory.editing.fields import SourceForm
from handschlag.directory.imports import files, labels, proceeding, uploading
from handschlag.directory.imports.archives import MOST_PACKED
from handschlag.directory.imports.columns import FIELDS, SOURCES, Catalogue, fields_for
from handschlag.directory.imports.import_page import job_note
from handschlag.directory.imports.labels import back_to, head_of, importer, own_import, refusals_told, seen_in
from handschlag.directory.imports.lexicon import KINDS
from handschlag.directory.imports.stages import has_rows, networks_to_import_into, sheets_of, visible_imports
from handschlag.directory.models import Import, ImportState, Network


class UploadForm(TableForm):
    """Also takes the archive of CORDIS."""

    most_bytes = MOST_PACKED
    into = forms.ChoiceField(
        label=_("Content of the table"),
        error_messages={"required": _("Select what the table contains.")},
    )
    table = table_field(
        _("Table"), _("XLSX or CSV, at most 10 MB, 50,000 rows and 100 columns."), accept=",.zip"
    )
    instead = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, targets: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        into = self.fields["into"]
        assert isinstance(into, forms.ChoiceField)
        into.choices = targets
        if len(targets) == 1:
            into.widget = forms.HiddenInput()
            into.initial = targets[0][0]


class CatalogueSourceForm(SourceForm):
    """The same for a file of a public catalogue: all that it brings rests on that file."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].help_text = _(
            "The address of the catalogue or download. It is shown as the source of every fact from the file."
        )
        self.fields["seen_on"].label = _("File downloaded on")


def targets(by: Subject, networks: Sequence[Network]) -> tuple[tuple[str, object], ...]:
    """What this person may bring: members of networks; for editors also networks, and actors alone."""
    into = tuple(
        (labels.target_of(kind=Kind.ACTOR, network_id=one.pk), labels.target_words(Kind.ACTOR, one))
        for one in networks
    )
    if not may(by, Action.IMPORT_NETWORKS):
        return into
    alone = tuple(
        (labels.target_of(kind=kind, network_id=None), labels.target_words(kind, None))
        for kind in (Kind.ACTOR, Kind.NETWORK)
    )
    return (*alone, (gettext("Members of a network"), into)) if into else alone


def upload_context(
    by: Subject,
    form: forms.Form,
    *,
    kind: Kind,
    network: Network | None,
    instead_of: Import | None,
) -> dict[str, Any]:
    """The form for a file, with the columns that are understood; only editors see both kinds."""
    return {
        "crumbs": labels.crumbs(network, Crumb(gettext("Import a table"))),
        "steps": labels.steps("file"),
        "form": form,
        "network": network,
        "target": labels.target_words(kind, network),
        "kind": kind.value,
        "kinds": KINDS[kind],
        "columns": [(column, label_of(column), labels.EXPLAINED[column.key]) for column in FIELDS[kind]],
        "days": UNFINISHED.days,
        "is_editor": may(by, Action.PUBLISH_ACTOR),
        "may_bring_networks": may(by, Action.IMPORT_NETWORKS),
        "instead_of": instead_of,
        "back_url": labels.list_url(network),
    }


def columns_context(
    of: Import,
    *,
    chosen: Mapping[int, str],
    source: forms.Form | None,
    refused: ImportRefusal | None = None,
    note: str = "",
) -> dict[str, Any]:
    """The columns with what they were taken for; sheets can be chosen where the file has several."""
    sheets = sheets_of(of)
    sheet = next(one for one in sheets if one.position == of.sheet)
    columns = column_views(of.headings, sheet.rows[1:], chosen)
    return {
        **head_of(of, step="columns"),
        "catalogue": labels.catalogue(of.catalogue),
        "columns": columns,
        "labels": field_labels(fields_for(Kind(of.kind), of.catalogue)),
        "sheets": sheets,
        "rows": sheet.height - 1,
        "left_out": sum(not column.chosen for column in columns),
        "source": source,
        "fault": refusal_message(refused, {}) if refused else "",
        "has_mended": has_rows(of),
        "note": note,
    }


UNFIT = 422


@takes_up_to(MOST_PACKED + MEGABYTE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_import_page(request: HttpRequest) -> HttpResponse:
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
    screen = upload_context(by, form, kind=kind, network=network, instead_of=earlier)
    status = UNFIT if data is not None else 200
    return render(request, "directory/importing/upload.html", {"screen": screen}, status=status)


def uploaded(form: UploadForm, by: Subject, earlier: Import | None) -> Import:
    """The new import from a form that is valid; raises Refusal if the file cannot be taken."""
    kind, network_id = _target_in(form.cleaned_data["into"])
    return uploading.upload(
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


_OPEN = frozenset({ImportState.COLUMNS, ImportState.CHECKED})
_ON_THIS_PAGE = frozenset({ImportRefusal.NO_NAME_COLUMN, ImportRefusal.COLUMN_TWICE, ImportRefusal.NO_SOURCE})


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for what the columns hold; saving it checks the table, and a later stage leads on."""
    row, by = own_import(request, pk)
    if row.current_state not in _OPEN:
        return back_to(pk)
    data = request.POST if request.method == "POST" else None
    chosen = columns_in(data) if data is not None else row.fields
    source = _source_form(row, data, today=timezone.localdate())
    refused = None
    if data is not None and (source is None or source.is_valid()):
        try:
            said: dict[str, Any] = source.cleaned_data if source else {"source": "", "seen_on": None}
            _choose(request, row, by, chosen=chosen, source=said["source"], seen_on=said["seen_on"])
            return back_to(pk)
        except Refusal as no:
            if no.reason not in _ON_THIS_PAGE:
                messages.warning(request, refusal_message(no.reason, no.details))
                return back_to(pk)
            refused = ImportRefusal(no.reason)
    note = "" if data is not None else job_note(row)
    screen = columns_context(row, chosen=chosen, source=source, refused=refused, note=note)
    status = UNFIT if data is not None else 200
    return render(request, "directory/importing/columns.html", {"screen": screen}, status=status)


def _source_form(row: Import, data: QueryDict | None, *, today: date) -> SourceForm | None:
    """Where the facts stand is asked for networks, as everywhere, and for catalogues."""
    if row.kind != Kind.NETWORK and not row.catalogue:
        return None
    usual = SOURCES[Catalogue(row.catalogue)] if row.catalogue else ""
    start = {"source": row.source or usual, "seen_on": row.seen_on or today}
    form = CatalogueSourceForm if row.catalogue else SourceForm
    return form(data, today=today, is_required=True, initial=start)


def _choose(
    request: HttpRequest, row: Import, by: Subject, *, chosen: Mapping[int, str], **source: Any
) -> None:
    moved = uploading.choose_columns(import_id=row.pk, seen=seen_in(request), columns=chosen, by=by, **source)
    stage, now = ImportState.CHECKING, timezone.now()
    proceeding.proceed(import_id=row.pk, seen=moved.version, stage=stage, by=by, now=now)


@require_POST
def import_sheet_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Chooses the sheet to read, then leads to the import; a refusal is told there."""
    _row, by = own_import(request, pk)
    with refusals_told(request):
        position = number_in(request.POST, "sheet")
        uploading.choose_sheet(import_id=pk, seen=seen_in(request), position=position, by=by)
    return back_to(pk)
