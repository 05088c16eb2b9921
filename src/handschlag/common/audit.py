"""The audit trail: every write leaves one entry, in the same transaction; the database keeps it as it is.

Lets the database itself refuse to change or delete audit entries.

One change is let through: the person of an entry may become NULL, because people may ask to be forgotten.
SQLite forgets triggers when Django rebuilds a table, so a migration that changes the table has to call
`protect` again; a system check says when they are missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final, Protocol

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from handschlag.common import permissions
from handschlag.common.hooks import Hook
from handschlag.common.models import AuditEntry
from handschlag.common.prepared_queries import PreparedRows
from handschlag.common.table_files import MEDIA_TYPES, csv_blocks
from handschlag.common.web import current_request_id

type Labels = Mapping[str, str | Promise]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerbs:
    """Each verb of an app with its words, and each model that its entries are about.

    `private` are verbs of what people do for themselves alone: such entries are shown and handed out to
    nobody else, as even their number says something. `access` are verbs of those who looked at or took what
    is kept about one person: the person is told of them.
    """

    verbs: Labels
    kinds: Labels = field(default_factory=dict)
    private: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()


audit_verbs: Final = Hook[AuditVerbs]("common.audit_verbs")


class TwoMeanings(ValueError):
    """Two apps use one verb for different things, and an entry could not say which."""


@cache
def verb_labels() -> Labels:
    """Every verb with its words."""
    labels: Labels = {}
    for plugin in audit_verbs:
        labels = merged_labels(labels, plugin.verbs)
    return labels


@cache
def kind_labels() -> Labels:
    """Every kind of thing that an entry can be about, with its words."""
    return {kind: label for plugin in audit_verbs for kind, label in plugin.kinds.items()}


@cache
def private_verbs() -> frozenset[str]:
    """Verbs of entries that nobody but the person is shown."""
    return frozenset(verb for plugin in audit_verbs for verb in plugin.private)


@cache
def access_verbs() -> frozenset[str]:
    """Verbs of entries that the person they are about is told of."""
    return frozenset(verb for plugin in audit_verbs for verb in plugin.access)


def merged_labels(one: Labels, other: Labels) -> dict[str, str | Promise]:
    """Both together; apps may share a verb as long as it means the same."""
    with override("en"):
        odd = sorted(verb for verb in one.keys() & other.keys() if str(one[verb]) != str(other[verb]))
    if odd:
        raise TwoMeanings(", ".join(odd))
    return {**one, **other}


def verb_label(verb: str, *, language: str | None = None) -> str:
    """The words for a verb, in the page's language or another; a verb that no app knows is its own word."""
    with override(language or get_language()):
        return str(verb_labels().get(verb, verb))


def kind_label(kind: str) -> str:
    """The words for what an entry is about, in the page's language; what no app knows is its own word."""
    return str(kind_labels().get(kind, kind))


_ENTRIES: Final = PreparedRows(AuditEntry)


def record(
    *,
    verb: str,
    target: models.Model,
    by_id: int | None,
    now: datetime,
    changes: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """One entry about `target`: `changes` maps a field to [before, after], without personal data."""
    entry = _entry_of(verb=verb, target=target, by_id=by_id, now=now, changes=changes or {})
    _ENTRIES.insert(entry)
    return entry


def record_all(
    *,
    verb: str,
    targets: Iterable[tuple[models.Model, Mapping[str, Any]]],
    by_id: int | None,
    now: datetime,
) -> None:
    """The same entries as `record` would make one by one, for many rows at a time."""
    AuditEntry.objects.bulk_create(
        (
            _entry_of(verb=verb, target=target, by_id=by_id, now=now, changes=changes)
            for target, changes in targets
        ),
        batch_size=500,
    )


def _entry_of(
    *, verb: str, target: models.Model, by_id: int | None, now: datetime, changes: Mapping[str, Any]
) -> AuditEntry:
    return AuditEntry(
        at=now,
        by_id=by_id,
        verb=verb,
        kind=target._meta.label_lower,  # noqa: SLF001 - Django documents it as public
        object_id=str(target.pk),
        changes=dict(changes),
        request_id=current_request_id(),
    )


TABLE = "common_auditentry"
KEPT = ("id", "at", "verb", "kind", "object_id", "changes", "request_id")
CHANGED, DELETED = "audit entries are never changed", "audit entries are never deleted"


class _Editor(Protocol):
    """What a migration or a connection offers."""

    connection: BaseDatabaseWrapper

    def execute(self, sql: str, params: None = None) -> object: ...


def sqlite() -> tuple[str, ...]:
    """The statements that make both triggers; they fail where the triggers exist."""
    same = " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in KEPT)
    return (
        (
            f"CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON {TABLE} "
            f"WHEN NOT (NEW.by_id IS NULL AND {same}) BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END"
        ),
        (
            f"CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{DELETED}'); END"
        ),
    )


def _postgresql() -> tuple[str, ...]:
    same = " AND ".join(f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"' for column in KEPT)
    return (
        (
            "CREATE OR REPLACE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' THEN IF NEW.by_id IS NULL AND {same} THEN RETURN NEW; END IF; "
            f"RAISE EXCEPTION '{CHANGED}' USING ERRCODE = 'restrict_violation'; END IF; "
            f"RAISE EXCEPTION '{DELETED}' USING ERRCODE = 'restrict_violation'; END $$"
        ),
        (
            f"CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION keep_audit()"
        ),
        (
            f"CREATE TRIGGER audit_is_never_deleted BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()"
        ),
    )


NAMES = ("audit_is_never_changed", "audit_is_never_deleted")
SCRIPTS = {"sqlite": sqlite, "postgresql": _postgresql}


def protect(editor: _Editor) -> None:
    """From now on the database refuses."""
    unprotect(editor)
    for statement in SCRIPTS[editor.connection.vendor]():
        editor.execute(statement, None)


def unprotect(editor: _Editor) -> None:
    """The database allows it again: for going back in migrations, and for tests that empty their tables."""
    on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
    for name in NAMES:
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", None)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should be there and are not."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in NAMES if name not in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """Which entries are asked for; an empty value asks for all."""

    verb: str = ""
    kind: str = ""
    object_id: str = ""
    by_id: int | None = None
    request_id: str = ""
    first_day: date | None = None
    last_day: date | None = None


def open_entries() -> QuerySet[AuditEntry]:
    """All but those of what people do for themselves alone: those are for nobody else."""
    return AuditEntry.objects.exclude(verb__in=private_verbs())


def entries(wanted: AuditQuery) -> QuerySet[AuditEntry]:
    """Entries with the person who made them, the newest first."""
    rows = open_entries().select_related("by").order_by("-at", "-pk")
    for name in ("verb", "kind", "object_id", "by_id", "request_id"):
        value = getattr(wanted, name)
        if value not in ("", None):
            rows = rows.filter(**{name: value})
    if wanted.first_day:
        rows = rows.filter(at__gte=_midnight(wanted.first_day))
    if wanted.last_day:
        rows = rows.filter(at__lt=_midnight(wanted.last_day + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def verbs() -> list[str]:
    """The verbs that occur, sorted, without those of what people do for themselves alone."""
    return list(open_entries().order_by("verb").values_list("verb", flat=True).distinct())


def kinds() -> list[str]:
    """The kinds of objects that occur in open entries, sorted."""
    return list(open_entries().order_by("kind").values_list("kind", flat=True).distinct())


ALL = ("", _("all"))


class FilterForm(forms.Form):
    """What is not understood is said beside the field, and nothing is shown as if it had been."""

    verb = forms.ChoiceField(label=_("Action"), required=False)
    kind = forms.ChoiceField(label=_("Object"), required=False)
    object_id = forms.CharField(label=_("Number of the entry"), required=False, max_length=40)
    by_id = forms.IntegerField(label=_("Number of the person"), required=False, min_value=1)
    request_id = forms.CharField(label=_("Reference number"), required=False, max_length=36)
    first_day = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found_verbs = sorted(
            ((verb, verb_label(verb)) for verb in verbs()),
            key=lambda one: one[1].casefold(),
        )
        choices = {"verb": found_verbs, "kind": [(kind, kind_label(kind)) for kind in kinds()]}
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ALL, *values]

    def wanted(self) -> AuditQuery | None:
        """The filter; None where a value made no sense."""
        return AuditQuery(**self.cleaned_data) if self.is_valid() else None


COLUMNS = ("at", "verb", "words", "kind", "object_id", "person", "request_id", "changes")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One field, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryScreen:
    at: datetime
    verb: str
    words: str
    kind: str
    kind_words: str
    object_id: str
    person: str
    request_id: str
    changes: tuple[_Change, ...]

    @classmethod
    def of(cls, entry: AuditEntry) -> EntryScreen:
        return cls(
            at=entry.at,
            verb=entry.verb,
            words=verb_label(entry.verb),
            kind=entry.kind,
            kind_words=kind_label(entry.kind),
            object_id=entry.object_id,
            person=entry.by.get_username() if entry.by else "",
            request_id=entry.request_id,
            changes=tuple(_change(name, value) for name, value in sorted(entry.changes.items())),
        )


def _change(name: str, value: Any) -> _Change:
    """Actions write [before, after]; whatever else one wrote is shown as what it is now."""
    before, after = value if isinstance(value, list) and len(value) == 2 else (None, value)
    return _Change(field=name, before=_text(before), after=_text(after))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def csv_rows(entries: Iterable[AuditEntry], *, language: str) -> Iterator[list[str]]:
    """A head and a row for each entry. People are numbers here: a file travels further than a page."""
    yield list(COLUMNS)
    for entry in entries:
        values = [
            entry.at.isoformat(),
            entry.verb,
            verb_label(entry.verb, language=language),
            entry.kind,
            entry.object_id,
        ]
        yield [
            *values,
            str(entry.by_id or ""),
            entry.request_id,
            json.dumps(entry.changes, ensure_ascii=False),
        ]


PER_PAGE = 50


@require_GET
@login_required
def trail(request: HttpRequest) -> HttpResponse:
    """The page of entries that the filter finds; none, and status 400, where the filter is wrong."""
    permissions.require(request.user, "see_audit")
    form = FilterForm(request.GET)
    wanted = form.wanted()
    rows = entries(wanted) if wanted else AuditEntry.objects.none()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    found = {"entries": [EntryScreen.of(row) for row in page], "page": page, "query": query.urlencode()}
    status = 200 if wanted else 400
    return render(request, "common/audit.html", {"form": form, **found}, status=status)


@require_GET
@login_required
def export(request: HttpRequest) -> HttpResponseBase:
    """The entries of the filter as a CSV file; that somebody took it is an entry itself."""
    permissions.require(request.user, "see_audit")
    wanted = FilterForm(request.GET).wanted()
    if wanted is None:
        return trail(request)
    target = get_object_or_404(get_user_model(), pk=request.user.pk)
    record(verb="audit.export", target=target, by_id=target.pk, now=timezone.now())
    found_entries = entries(wanted).select_related(None).iterator(chunk_size=500)
    rows = csv_rows(found_entries, language=get_language() or "de")
    answer = StreamingHttpResponse(csv_blocks(rows), content_type=MEDIA_TYPES["csv"])
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer
