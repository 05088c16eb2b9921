"""A word that changes whenever people, times, places or rules of an event do."""

from __future__ import annotations

import hashlib
from typing import Final

from django.db import connection

from handschlag.matching.models import Service

# One statement, for every answer asks it while others wait. Each row is a kind and what was counted; sums of
# ids stand where rows change without a version or a moment: kinds of organisations, seats, memberships, and
# products with them where a value may pass from one place to another.
# The columns are those of the models; the casts mean the same to both databases.
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
SELECT 6, SUM(id), SUM(id * seats), kind || ' ' || CAST(COUNT(*) AS text) || ' '
       || CAST(SUM(id * COALESCE(zone_id, 0)) AS text) || ' ' || CAST(SUM(id * COALESCE(room_id, 0)) AS text)
       || ' ' || CAST(SUM(CASE WHEN is_step_free THEN id * id ELSE 0 END) AS text)
       || ' ' || CAST(SUM(CASE WHEN is_quiet THEN id * id ELSE 0 END) AS text)
  FROM events_place WHERE event_id = %(event)s GROUP BY kind
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


def event_fingerprint_of(service: Service) -> str:
    """Made of versions, counts and the latest moments; whoever edits other floors' rows changes it.

    The floors below know nothing of matching, so nobody tells it that somebody arrives later.
    """
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"service": service.pk, "event": service.event_id})
        told = str(sorted(tuple(row) for row in cursor.fetchall()))
    return f"{service.structure}|{hashlib.sha256(told.encode()).hexdigest()[:24]}"
