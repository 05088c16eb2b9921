"""Lists as files: exactly what the page shows, all of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from handschlag.accounts.web.downloads import counted_as_download
from handschlag.directory.queries import browsing, exporting
from handschlag.directory.queries.projects import projects_in, public_projects
from handschlag.directory.queries.public import public_actors
from handschlag.directory.rules.bookmarks import BookmarkKind
from handschlag.directory.screens import exports, files, records
from handschlag.directory.screens.projects import project_record
from handschlag.directory.screens.records import Record
from handschlag.directory.views.bookmarks import bookmarks_of
from handschlag.directory.views.parameters import criteria_of


@counted_as_download
@require_safe
def networks(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of networks as a file, all pages of it; an unknown ending is a 404."""
    criteria, today = criteria_of(request), timezone.localdate()
    _known(ending)
    choice = browsing.choice_of_networks(criteria, today=today)
    about = exports.about_networks(choice, today=today)
    return _sent(ending, "networks", about, _network_records(choice.ids))


@counted_as_download
@require_safe
def actors(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of actors as a file, all pages of it; an unknown ending is a 404."""
    criteria, today = criteria_of(request), timezone.localdate()
    _known(ending)
    choice = browsing.choice_of_actors(criteria, today=today)
    about = exports.about_actors(choice, today=today)
    return _sent(ending, "actors", about, _actor_records(choice.ids))


@counted_as_download
@require_safe
def bookmarks(request: HttpRequest, what: str, ending: str) -> HttpResponseBase:
    """The bookmarks of this device as a file, never cached; `what` is networks or actors, else a 404."""
    _known(ending)
    if what not in ("networks", "actors"):
        raise Http404
    kept = bookmarks_of(request)
    ids = kept.ids(BookmarkKind.NETWORK if what == "networks" else BookmarkKind.ACTOR)
    about = exports.about_bookmarks(len(ids), today=timezone.localdate())
    found = _network_records(ids) if what == "networks" else _actor_records(ids)
    response = _sent(ending, what, about, found)
    response["Cache-Control"] = "private, no-store"
    return response


@counted_as_download
@require_safe
def projects(request: HttpRequest, ending: str) -> HttpResponseBase:
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
        about = exports.about_projects_of(actor, len(ids), today=today)
    else:
        choice = browsing.choice_of_projects(criteria_of(request), today=today)
        ids, about = choice.ids, exports.about_projects(choice, today=today)
    found = (project_record(project, actors) for project, actors in projects_in(ids))
    return _sent(ending, "projects", about, found)


def _known(ending: str) -> None:
    if ending not in files.MEDIA_TYPES:
        raise Http404


def _network_records(ids: Sequence[int]) -> Iterator[Record]:
    today = timezone.localdate()
    return (records.network_record(network, n) for network, n in exporting.networks(ids, today=today))


def _actor_records(ids: Sequence[int]) -> Iterator[Record]:
    return (records.actor_record(actor) for actor in exporting.actors(ids, today=timezone.localdate()))


def _sent(ending: str, what: str, about: files.FileMetadata, found: Iterator[Any]) -> StreamingHttpResponse:
    body = files.bytes_of(ending, about, found, heads=files.HEADS[what])
    response = StreamingHttpResponse(
        _spoken(body, get_language() or "de"), content_type=files.MEDIA_TYPES[ending]
    )
    name = f"handschlag-{what}-{about.exported_on}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _spoken(body: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The file is written after the view has answered: it must not fall back into another language."""
    with override(language):
        yield from body
