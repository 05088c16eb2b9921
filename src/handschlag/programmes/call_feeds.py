"""Funding calls from feeds of others, for editors: read once a day, new entries become drafts."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any, Final, NamedTuple
from xml.parsers import expat

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.calls import AddressFault, read_open_answer, target_of
from handschlag.common.refusals import Labelled, Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.web import refusal_message
from handschlag.design.fields import OneLine, WebAddress
from handschlag.programmes.call_editing import UNFIT, feeds_of_calls, require_editor, with_free_slug
from handschlag.programmes.models import CallFeed, FundingCall, Programme

ATOM: Final = "http://www.w3.org/2005/Atom "
MOST_ENTRIES: Final = 100
LONGEST_TEXT: Final = 4000
LONGEST_SOURCE: Final = 40_000  # with markup, of which little text may be left
MOST_PIECES: Final = 1000
LONGEST_BEGINNING: Final = 4000
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_ROOT: Final = re.compile(rb"<((?:\w+:)?feed)\b[^<>]*>")
_ENTRY: Final = re.compile(rb"(?=<(?:\w+:)?entry[\s>])")
_END: Final = re.compile(rb"</(?:\w+:)?entry\s*>")


class FeedFault(Labelled):
    NO_ANSWER = "no_answer", _("The address gives no answer that can be used.")
    NO_FEED = "no_feed", _("The address gives no Atom feed.")
    NOT_TAKEN = "not_taken", _("The entries could not be imported.")


class EntryFault(Labelled):
    """Why an entry is set aside."""

    UNREADABLE = "unreadable", _("broken off, or not valid XML")
    NO_ID = "no_id", _("no id")
    NO_TITLE = "no_title", _("no title")
    NO_LINK = "no_link", _("no usable web address")
    NOT_TAKEN = "not_taken", _("could not be imported")


class FeedRefusal(Reason):
    TAKEN = "taken", _("This feed is already read.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """What an entry says, in plain text."""

    id: str
    title: str
    text: str
    url: str


class FeedContent(NamedTuple):
    """The entries, and the titles of those that cannot be used, each with its reason."""

    entries: tuple[FeedEntry, ...]
    set_aside: tuple[tuple[str, EntryFault], ...]


class _Refused(Exception):
    """The document declares entities or a type: no feed needs that."""


def entries_in(content: bytes) -> FeedContent | FeedFault:
    """The entries with an id, a title and a web address; of two with one id the first."""
    reader, broken = _Reader(), list[dict[str, str]]()
    try:
        _entries_read(content, reader)
    except _Refused:
        return FeedFault.NO_FEED
    except (expat.ExpatError, ValueError):
        reader, broken = _read_one_by_one(content)
    if reader.root != f"{ATOM}feed":
        return FeedFault.NO_FEED
    entries: dict[str, FeedEntry] = {}
    set_aside = [(_title(one), EntryFault.UNREADABLE) for one in broken]
    for one in reader.entries:
        found = _entry(one)
        if isinstance(found, EntryFault):
            set_aside.append((_title(one), found))
        else:
            entries.setdefault(found.id, found)
    return FeedContent(
        entries=tuple(entries.values())[:MOST_ENTRIES], set_aside=tuple(set_aside)[:MOST_ENTRIES]
    )


def _entries_read(content: bytes, reader: _Reader) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.Parse(content, True)


def _read_one_by_one(content: bytes) -> tuple[_Reader, list[dict[str, str]]]:
    """Each entry as a feed of its own: those that can be read, and what the others say before they break off.

    The root is empty where not one of them can be read.
    """
    whole, broken = _Reader(), list[dict[str, str]]()
    root = _ROOT.search(content, 0, LONGEST_BEGINNING)
    begin, finish = (content[: root.end()], b"</" + root[1] + b">") if root else (b"", b"")
    for piece in _ENTRY.split(content, MOST_PIECES)[1 : MOST_PIECES + 1]:
        reader, end = _Reader(), _END.search(piece)
        try:
            _entries_read(begin + piece[: end and end.end()] + finish, reader)
        except (expat.ExpatError, _Refused, ValueError):
            broken += reader.entries
        else:
            whole.root = reader.root
            whole.entries += reader.entries
    return whole, broken


def _refuse(*_words: Any) -> None:
    raise _Refused


class _Reader:
    """Keeps the texts of the elements directly inside an entry."""

    def __init__(self) -> None:
        self.root = ""
        self.path: list[str] = []
        self.entries: list[dict[str, str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        self.path.append(name)
        if len(self.path) == 2 and name == f"{ATOM}entry":
            self.entries.append({})
        is_link = self._inside == "link" and attributes.get("rel", "alternate") == "alternate"
        if is_link:
            self.entries[-1].setdefault("url", attributes.get("href", ""))

    def end(self, _name: str) -> None:
        self.path.pop()

    def text(self, data: str) -> None:
        if (inside := self._inside) in {"id", "title", "summary", "content"}:
            before = self.entries[-1].get(inside, "")
            self.entries[-1][inside] = before + data[: LONGEST_SOURCE - len(before)]

    @property
    def _inside(self) -> str:
        """The element of an entry in which the reader is; empty outside."""
        if len(self.path) < 3 or self.path[1] != f"{ATOM}entry":
            return ""
        return self.path[2].removeprefix(ATOM)


def _title(raw: dict[str, str]) -> str:
    return _plain(raw.get("title", ""))[:200]


def _entry(raw: dict[str, str]) -> FeedEntry | EntryFault:
    found = FeedEntry(
        id=_plain(raw.get("id", ""))[:400],
        title=_title(raw),
        text=_plain(raw.get("summary") or raw.get("content", ""))[:LONGEST_TEXT],
        url=raw.get("url", "").strip(),
    )
    is_web = found.url.lower().startswith(("https://", "http://")) and len(found.url) <= 400
    if not found.id:
        return EntryFault.NO_ID
    if not found.title:
        return EntryFault.NO_TITLE
    return found if is_web and found.url.isprintable() else EntryFault.NO_LINK


def _plain(text: str) -> str:
    """One line without markup and without what no keyboard writes."""
    words = unescape(_TAG.sub(" ", unescape(text)))
    return " ".join("".join(sign for sign in words if sign.isprintable() or sign.isspace()).split())


log = logging.getLogger(__name__)


@transaction.atomic
def add_feed(*, title: str, url: str, programme_id: int | None, by: Subject, now: datetime) -> CallFeed:
    """From now on the feed is read every day; only an open internet address with https is taken."""
    require(by, Action.EDIT_PROGRAMME)
    target = target_of(url, may_be_local=False)
    if isinstance(target, AddressFault):
        raise Refusal(target)
    if CallFeed.objects.filter(url=url).exists():
        raise Refusal(FeedRefusal.TAKEN)
    feed = CallFeed.objects.create(title=title, url=url, programme_id=programme_id)
    audit.record(
        verb="call_feed.added", target=feed, by_id=by.user_id, now=now, changes={"title": [None, title]}
    )
    return feed


@transaction.atomic
def switch_feed(*, feed_id: int, is_active: bool, by: Subject, now: datetime) -> None:
    """The feed is read no longer, or again; its drafts stay."""
    require(by, Action.EDIT_PROGRAMME)
    feed = CallFeed.objects.select_for_update().filter(pk=feed_id).first()
    if feed is None or feed.is_active is is_active:
        return
    feed.is_active = is_active
    feed.version += 1
    feed.save(update_fields=["is_active", "version"])
    changes = {"is_active": [not is_active, is_active]}
    audit.record(verb="call_feed.edited", target=feed, by_id=by.user_id, now=now, changes=changes)


def read_feeds(*, now: datetime, today: date) -> int:
    """Reads every active feed; how many drafts are new. No draft is ever published by itself."""
    return sum(_tried(feed, now=now, today=today) for feed in CallFeed.objects.filter(is_active=True))


def _tried(feed: CallFeed, *, now: datetime, today: date) -> int:
    """One feed that cannot be taken over keeps no other from being read."""
    try:
        return _read(feed, now=now, today=today)
    except Exception as wrong:  # noqa: BLE001 - strangers write what is read here
        log.warning("the feed %s cannot be taken over: %s", feed.pk, type(wrong).__name__)
        CallFeed.objects.filter(pk=feed.pk).update(fetched_at=now, fault=FeedFault.NOT_TAKEN.value)
        return 0


def _read(feed: CallFeed, *, now: datetime, today: date) -> int:
    content = read_open_answer(feed.url)
    found = FeedFault.NO_ANSWER if content is None else entries_in(content)
    feed.fetched_at, feed.fault, feed.set_aside, count = now, "", [], 0
    if isinstance(found, FeedFault):
        feed.fault = found.value
    else:
        known = set(FundingCall.objects.filter(feed=feed).values_list("feed_entry_id", flat=True))
        feed.set_aside = list(found.set_aside)
        for one in found.entries:
            try:
                with transaction.atomic():
                    count += 0 if one.id in known else _taken(feed, one, now=now, today=today)
            except Exception as wrong:  # noqa: BLE001 - the others are taken all the same
                log.warning("an entry of the feed %s cannot be taken over: %s", feed.pk, type(wrong).__name__)
                feed.set_aside.append((one.title, EntryFault.NOT_TAKEN))
    feed.save(update_fields=["fetched_at", "fault", "set_aside"])
    return count


def _taken(feed: CallFeed, entry: FeedEntry, *, now: datetime, today: date) -> int:
    """A draft with what the entry says; the editor reads the source and writes the rest."""
    draft = {
        "programme_id": feed.programme_id,
        "title_de": entry.title,
        "text_de": entry.text,
        "source_title": feed.title,
        "source_url": entry.url,
        "read_on": today,
        "created_at": now,
        "changed_at": now,
    }
    call, is_new = with_free_slug(
        entry.title,
        lambda slug: FundingCall.objects.get_or_create(
            feed=feed, feed_entry_id=entry.id, defaults={"slug": slug, **draft}
        ),
    )
    if is_new:
        audit.record(verb="funding_call.arrived", target=call, by_id=None, now=now)
    return int(is_new)


class CallFeedForm(forms.Form):
    """An Atom feed of others."""

    title = OneLine(label=gettext_lazy("Name of the source"), max_length=160)
    url = WebAddress(label=gettext_lazy("Address of the Atom feed"), max_length=400)
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"),
        queryset=Programme.objects.all(),
        required=False,
        empty_label=gettext_lazy("several"),
    )


def feed_rows(feeds: Iterable[CallFeed]) -> Iterator[dict[str, Any]]:
    """Each feed with why its last reading brought nothing, or which entries it set aside and why."""
    for feed in feeds:
        yield {
            "feed": feed,
            "trouble": gettext(FeedFault(feed.fault).label) if feed.fault else "",
            "set_aside": [(title, gettext(EntryFault(fault).label)) for title, fault in feed.set_aside],
        }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feeds_page(request: HttpRequest) -> HttpResponse:
    """The feeds that are read every day, and the form for another one."""
    by, is_sent = require_editor(request), request.method == "POST"
    form = CallFeedForm(request.POST) if is_sent else CallFeedForm()
    if is_sent and form.is_valid():
        given = form.cleaned_data
        programme = given["programme"]
        try:
            add_feed(
                title=given["title"],
                url=given["url"],
                programme_id=programme.pk if programme else None,
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error("url", refusal_message(no.reason))
        else:
            messages.success(request, gettext("The feed is read every day. Its entries become drafts."))
            return redirect("programmes:call_feeds")
    context = {"form": form, "rows": list(feed_rows(feeds_of_calls()))}
    return render(request, "programmes/calls/feeds.html", context, status=UNFIT if is_sent else 200)


@require_POST
def switch_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A feed is read no longer, or again."""
    is_active = request.POST.get("active") == "yes"
    switch_feed(feed_id=pk, is_active=is_active, by=require_editor(request), now=timezone.now())
    return redirect("programmes:call_feeds")
