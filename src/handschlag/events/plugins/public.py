"""What this app tells the search and those who follow something."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_days
from handschlag.directory.hooks import FoundPage, PageSource
from handschlag.events.campaigns.campaigns import public_campaigns
from handschlag.events.campaigns.search import campaign_view
from handschlag.events.models import Campaign, Event, Exhibit, ProgrammeVersion
from handschlag.events.public_events import events_since, programmes_since, public_events
from handschlag.events.published_programme import latest
from handschlag.following.models import FollowedKind
from handschlag.following.news import Followed, NewsLine

EVENT = "Konferenz, Veranstaltung, Tagung, Kongress, conference, event, congress"
SESSION = "Vortrag, Sitzung, Diskussion, Workshop, talk, session, panel, lecture"
SCHEDULE = "Programm, Ablauf, Zeitplan, Agenda, programme, schedule"
EXHIBITION = "Ausstellung, Messe, Stand, Stände, Messestand, exhibition, fair, booth, stand"
EXHIBIT = "Exponat, Ausstellungsstück, exhibit"
CAMPAIGN = "Clusterwoche, Aktionswoche, cluster week"
ACTIVITY = "Aktion, Termin, Tag der offenen Tür, Führung, Besichtigung, open day, visit, activity"
LISTS = (
    FoundPage(
        kind="events",
        view="events:events",
        title_de="Veranstaltungen",
        title_en="Events",
        words=f"{EVENT}, Termine, Kalender, nächste, kommende, next, upcoming, dates",
    ),
    FoundPage(
        kind="campaign",
        view="events:campaigns",
        title_de="Clusterwoche",
        title_en="Cluster Week",
        words=CAMPAIGN,
    ),
)


def _stamp() -> Hashable:
    events = public_events().aggregate(Max("changed_at"), Count("pk"))
    versions = ProgrammeVersion.objects.aggregate(Max("pk"))
    exhibits = Exhibit.objects.aggregate(Max("changed_at"), Count("pk"))
    stamps = Campaign.objects.filter(is_published=True).order_by("pk").values_list("stamp", flat=True)
    return (*events.values(), *versions.values(), *exhibits.values(), *stamps)


def _pages() -> Iterator[FoundPage]:
    yield from LISTS
    for event in public_events().prefetch_related("exhibits"):
        yield from _of_event(event)
    for campaign in public_campaigns():
        yield from _of_campaign(campaign)


def _of_event(event: Event) -> Iterator[FoundPage]:
    """The event, its programme with the sessions, and its exhibition with what is shown."""
    where = f"{event.title_de}, {event.title_en}, {event.place}, {event.venue}, {event.first_day.year}"
    yield FoundPage(
        kind="event",
        view="events:event",
        args=(event.slug,),
        title_de=event.title_de,
        title_en=event.title_en or event.title_de,
        words=EVENT,
        text_de=f"{event.summary_de}\n{event.description_de}",
        text_en=f"{event.summary_en}\n{event.description_en}",
        beside=where,
        is_invented=event.is_demo,
        day=event.first_day,
    )
    lines = latest(event.pk).lines
    if lines:
        yield _part_of(event, "schedule", "events:programme", ("Programm", "Programme"), SCHEDULE, where)
    for line in lines:
        people = ", ".join(f"{person.name}, {person.organisation}" for person in line.people)
        yield FoundPage(
            kind="session",
            view="events:session",
            args=(event.slug, line.item.id),
            title_de=line.item.title_de,
            title_en=line.item.title_en or line.item.title_de,
            words=SESSION,
            text_de=line.item.abstract_de,
            text_en=line.item.abstract_en,
            beside=f"{people}\n{where}",
            is_invented=event.is_demo,
            day=line.day,
        )
    exhibits = list(event.exhibits.all())
    if exhibits:
        yield _part_of(
            event, "exhibition", "events:exhibition", ("Ausstellung", "Exhibition"), EXHIBITION, where
        )
    for exhibit in exhibits:
        yield _of_exhibit(exhibit, event, where)


def _part_of(event: Event, kind: str, view: str, title: tuple[str, str], words: str, where: str) -> FoundPage:
    return FoundPage(
        kind=kind,
        view=view,
        args=(event.slug,),
        title_de=f"{title[0]}: {event.title_de}",
        title_en=f"{title[1]}: {event.title_en or event.title_de}",
        words=words,
        beside=f"{where}, {EVENT}, Cluster, Netzwerke, Aussteller",
        is_invented=event.is_demo,
        day=event.first_day,
    )


def _of_exhibit(exhibit: Exhibit, event: Event, where: str) -> FoundPage:
    return FoundPage(
        kind="exhibit",
        view="events:exhibit",
        args=(event.slug, exhibit.slug),
        title_de=exhibit.title_de,
        title_en=exhibit.title_en or exhibit.title_de,
        words=EXHIBIT,
        text_de=exhibit.text_de,
        text_en=exhibit.text_en,
        beside=f"{exhibit.project}\n{exhibit.organisation}\n{where}",
        is_invented=exhibit.is_demo,
        day=event.first_day,
    )


def _of_campaign(campaign: Campaign) -> Iterator[FoundPage]:
    """The campaign and its activities that take place."""
    yield FoundPage(
        kind="campaign",
        view="events:campaign",
        args=(campaign.slug,),
        title_de=campaign.title_de,
        title_en=campaign.title_en or campaign.title_de,
        words=CAMPAIGN,
        text_de=campaign.description_de,
        text_en=campaign.description_en,
        beside=str(campaign.first_day.year),
        is_invented=campaign.is_demo,
        day=campaign.first_day,
    )
    view = campaign_view(campaign.slug)
    for row in view.snapshot.rows if view else ():
        if not row.is_cancelled:
            yield FoundPage(
                kind="activity",
                view="events:activity",
                args=(campaign.slug, row.slug),
                title_de=row.title_de,
                title_en=row.title_en or row.title_de,
                words=ACTIVITY,
                text_de=row.summary_de,
                text_en=row.summary_en,
                beside=f"{row.host}, {row.place}, {campaign.title_de}, {CAMPAIGN}",
                is_invented=row.is_demo,
                day=row.starts_at.date(),
            )


SOURCE = PageSource(stamp=_stamp, pages=_pages)


def event_news(followed: Sequence[Followed], since: datetime, until: datetime) -> Iterator[NewsLine]:
    """Each event for whoever follows its Land, a network that invites, or a field of one."""
    for event, at in events_since(since, until):
        when = _("A new event: %(when)s.") % {"when": _when(event)}
        for one in _brings(event, followed):
            yield _line(one, event, at, page="event", title=event.title, sentence=when)
    for event, at, number in programmes_since(since, until):
        words = (
            _("The programme is published: %(when)s.")
            if number == 1
            else _("The programme has changed: %(when)s.")
        )
        title = _("Programme: %(event)s") % {"event": event.title}
        for one in _brings(event, followed):
            yield _line(
                one, event, at, page="programme", title=title, sentence=words % {"when": _when(event)}
            )


def _brings(event: Event, followed: Sequence[Followed]) -> list[Followed]:
    """What brings the event to somebody, of all that is followed."""
    networks = [host.network for host in event.hosts.all() if host.network]
    fields = [field for network in networks for field in network.fields.all()]
    named = {Followed(FollowedKind.NETWORK.value, str(network.pk)) for network in networks}
    named |= {Followed(FollowedKind.FIELD.value, field.slug) for field in fields}
    named |= {Followed(FollowedKind.FIELD.value, field.parent.slug) for field in fields if field.parent}
    if event.land:
        named.add(Followed(FollowedKind.LAND.value, event.land.slug))
    return [one for one in followed if one in named]


def _when(event: Event) -> str:
    return ", ".join(filter(None, (format_days(event.first_day, event.last_day), event.place)))


def _line(
    followed: Followed, event: Event, at: datetime, *, page: str, title: str, sentence: str
) -> NewsLine:
    return NewsLine(
        followed=followed,
        at=at,
        title=title,
        url=reverse(f"events:{page}", args=[event.slug]),
        sentence=sentence,
        is_invented=event.is_demo,
    )
