"""News and success stories as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.directory.models import Story
from handschlag.directory.screens import entry_rows, kind_labels

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
STORIES = UUID("5a0c8f0e-6a2b-5d0e-9b7e-2f7d1f6c4b11")  # the space in which a slug names a story


class _Feed(Atom1Feed):
    """One without entries still has to say when it changed."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=EPOCH)


def stories_feed(stories: Iterable[Story]) -> str:
    """For stories that were fetched with their network."""
    page, own = reverse("directory:stories"), reverse("directory:stories_feed")
    feed = _Feed(
        title=_("News from innovation networks"),
        link=settings.BASE_URL + page,
        description=_("News from the networks themselves, latest first."),
        language=get_language(),
        feed_url=settings.BASE_URL + own,
        feed_guid=settings.BASE_URL + own,
        author_name="Handschlag",
    )
    for story in stories:
        address = settings.BASE_URL + reverse("directory:story", args=[story.slug])
        feed.add_item(
            title=_title_of(story),
            link=address,
            unique_id=_id_of(story),
            description=_plain(story.text),
            author_name=_plain(entry_rows.network_name(story.network)),
            categories=(
                str(kind_labels.STORY_KINDS[story.kind]),
                *((_("invented"),) if story.is_demo else ()),
            ),
            pubdate=datetime.combine(story.day, time(12), UTC),  # the day that its page names
            updateddate=story.updated_at,
        )
    written: str = feed.writeString("utf-8")
    return written


def _id_of(story: Story) -> str:
    """For ever the same: whatever the host is called, in whatever language the feed is read."""
    return uuid5(STORIES, story.slug).urn


def _title_of(story: Story) -> str:
    """What does not exist says so where nothing else of its page is seen."""
    title = _plain(story.title)
    return _("%(title)s (invented)") % {"title": title} if story.is_demo else title


def _plain(text: str) -> str:
    """A text without what XML may not hold at all."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
