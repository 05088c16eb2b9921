"""Feeds of others: an editor names them, a job reads them, and their entries become drafts."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.calls.answers import read_open_answer
from handschlag.common.refusals import Refusal
from handschlag.common.rules.call_addresses import AddressFault, target_of
from handschlag.programmes.actions.funding_calls import with_free_slug
from handschlag.programmes.models import CallFeed, FundingCall
from handschlag.programmes.rules.call_entries import EntryFault, FeedEntry, FeedFault, FeedRefusal, entries_in

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
