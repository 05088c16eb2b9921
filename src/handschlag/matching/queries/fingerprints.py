"""A word that changes whenever people, times, places or rules of an event do."""

from __future__ import annotations

import hashlib
from typing import Final

from django.db import connection

from handschlag.common.database.planning import planned_cursor
from handschlag.common.page_cache import versions
from handschlag.matching.models import Service

# One statement, for every answer asks it while others wait. Each row is a kind and what was counted; sums of
# ids stand where rows change without a version or a moment: kinds of organisations, seats, memberships. Of
# places, where values may pass from one to another, it is every value.
# The columns are those of the models; the casts mean the same to both databases, names of functions do not.
ASKED: Final = """
SELECT 1, COUNT(*), SUM(r.version),
       COALESCE(a.kind, '-') || ' ' || COALESCE(CAST(SUM(r.actor_id) AS text), '-') || ' '
       || COALESCE(CAST(SUM(r.category_id) AS text), '-') || ' ' || CAST(MAX(r.changed_at) AS text)
  FROM matching_participant p JOIN registration_registration r ON r.id = p.registration_id
  LEFT JOIN directory_actor a ON a.id = r.actor_id
 WHERE p.service_id = %(service)s GROUP BY a.kind
UNION ALL
SELECT 2, COUNT(*), COALESCE(SUM(CASE WHEN c.seat = 'waiting' THEN c.id ELSE 0 END), 0),
       COALESCE(CAST(MAX(c.chosen_at) AS text), '')
  FROM matching_participant p JOIN registration_sessionchoice c ON c.registration_id = p.registration_id
 WHERE p.service_id = %(service)s
UNION ALL
SELECT 3, COUNT(*), COALESCE(SUM(version), 0), '' FROM events_session WHERE event_id = %(event)s
UNION ALL
SELECT 4, COUNT(*), COALESCE(SUM(version), 0), '' FROM events_block WHERE event_id = %(event)s
UNION ALL
SELECT 5, COUNT(*), COALESCE(MAX(l.id), 0), ''
  FROM events_blockplace l JOIN events_block b ON b.id = l.block_id WHERE b.event_id = %(event)s
UNION ALL
SELECT 6, COUNT(*), 0, COALESCE({joined}(t.word, ','), '') FROM (
  SELECT CAST(id AS text) || ' ' || kind || ' ' || CAST(seats AS text) || ' '
         || COALESCE(CAST(zone_id AS text), '-') || ' ' || COALESCE(CAST(room_id AS text), '-')
         || CASE WHEN is_step_free THEN ' free' ELSE '' END
         || CASE WHEN is_quiet THEN ' quiet' ELSE '' END AS word
    FROM events_place WHERE event_id = %(event)s ORDER BY id) t
UNION ALL
SELECT 7, id, 0, COALESCE(CAST(closes_at AS text), '') || CASE WHEN is_step_free THEN ' free' ELSE '' END
       || CASE WHEN is_quiet THEN ' quiet' ELSE '' END
  FROM events_zone WHERE event_id = %(event)s
UNION ALL
SELECT 8, id, 0, COALESCE(CAST(closes_at AS text), '') FROM events_room WHERE event_id = %(event)s
UNION ALL
SELECT 9, COUNT(*), COALESCE(SUM(m.id), 0), ''
  FROM matching_participant p JOIN registration_registration r ON r.id = p.registration_id
  JOIN directory_membership m ON m.actor_id = r.actor_id AND m.until IS NULL
 WHERE p.service_id = %(service)s
"""
JOINED: Final = {"postgresql": "string_agg", "sqlite": "group_concat"}


# Whose people these are stands in a table of this floor, which no mark of the database follows.
PEOPLE: Final = "SELECT COUNT(*), MAX(id), SUM(id) FROM matching_participant WHERE service_id = %s"
_known: dict[int, tuple[object, str]] = {}


def event_fingerprint_of(service: Service) -> str:
    """Made of versions, counts and the latest moments; whoever edits other floors' rows changes it.

    The floors below know nothing of matching, so nobody tells it that somebody arrives later. But the
    database marks each write to their rows: while its mark and the people are the same, so is the word.
    """
    mark = versions.current()
    with planned_cursor(connection) as cursor:
        cursor.execute(PEOPLE, [service.pk])
        key = mark, service.event_id, *cursor.fetchone()
    known, word = _known.get(service.pk, ("", ""))
    if not mark or known != key:
        word = _asked_of(service)
        _known[service.pk] = key, word
    return f"{service.structure}|{word}"


def _asked_of(service: Service) -> str:
    with connection.cursor() as cursor:
        asked = ASKED.format(joined=JOINED[connection.vendor])
        cursor.execute(asked, {"service": service.pk, "event": service.event_id})
        told = str(sorted(tuple(row) for row in cursor.fetchall()))
    return hashlib.sha256(told.encode()).hexdigest()[:24]
