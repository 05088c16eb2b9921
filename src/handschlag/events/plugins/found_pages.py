"""Events, sessions, exhibits, campaigns and activities, as the search shows them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from django.db.models import Count, Max

from handschlag.directory.hooks.found_pages import PageSource
from handschlag.directory.rules.found_pages import FoundPage
from handschlag.events.models import Campaign, Event, Exhibit, ProgrammeVersion
from handschlag.events.queries.campaigns.public_activities import public_campaigns
from handschlag.events.queries.campaigns.snapshots import campaign_view
from handschlag.events.queries.conferences.public_events import public_events
from handschlag.events.queries.conferences.published_programme import latest

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
