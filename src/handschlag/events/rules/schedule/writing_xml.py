"""schedule.xml"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from handschlag.events.rules.plain_text import plain_text
from handschlag.events.rules.schedule.frab import FrabConference, FrabDay, FrabTalk, clock


def in_xml(conference: FrabConference) -> bytes:
    """The conference as schedule.xml, in UTF-8, indented and with an XML declaration."""
    schedule = Element("schedule")
    SubElement(schedule, "generator", name=conference.generator, version="1")
    _said(schedule, "version", conference.version)
    about = SubElement(schedule, "conference")
    for name, text in (
        ("title", conference.title),
        ("acronym", conference.acronym),
        ("start", conference.first_day.isoformat()),
        ("end", conference.last_day.isoformat()),
        ("days", str(len(conference.days))),
        ("timeslot_duration", clock(conference.step)),
        ("base_url", conference.base_url),
        ("time_zone_name", conference.zone),
    ):
        _said(about, name, text)
    for day in conference.days:
        _day_of(schedule, day)
    indent(schedule)
    written: bytes = tostring(schedule, encoding="utf-8", xml_declaration=True)
    return written


def _day_of(schedule: Element, day: FrabDay) -> None:
    element = SubElement(
        schedule,
        "day",
        index=str(day.index),
        date=day.day.isoformat(),
        start=day.begins_at.isoformat(),
        end=day.ends_at.isoformat(),
    )
    for room in day.rooms:
        inside = SubElement(element, "room", name=plain_text(room.name))
        for talk in room.talks:
            _talk_of(inside, talk)


def _talk_of(room: Element, talk: FrabTalk) -> None:
    event = SubElement(room, "event", id=str(talk.id), guid=talk.guid)
    for name, text in (
        ("date", talk.starts_at.isoformat()),
        ("start", f"{talk.starts_at:%H:%M}"),
        ("duration", clock(talk.length)),
        ("room", talk.room),
        ("slug", talk.slug),
        ("url", talk.url),
        ("title", talk.title),
        ("subtitle", talk.subtitle),
        ("track", talk.track),
        ("type", talk.kind),
        ("language", talk.language),
        ("abstract", talk.abstract),
        ("description", ""),
    ):
        _said(event, name, text)
    persons = SubElement(event, "persons")
    for person in talk.people:
        _said(persons, "person", person.name).set("id", str(person.id))
    links = SubElement(event, "links")
    for paper in talk.papers:
        _said(links, "link", paper.title).set("href", plain_text(paper.url))


def _said(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = plain_text(text)
    return element
