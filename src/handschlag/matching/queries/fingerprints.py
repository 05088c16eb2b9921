"""A word that changes whenever people, times, places or rules of an event do."""

from __future__ import annotations

import hashlib
from typing import Final

from django.db import connection

from handschlag.matching.models import Service

# One statement, for every answer asks it while others wait. Each row is a kind and what was counted.
# The columns are those of the models; the casts mean the same to both databases.
ASKED: Final = """
SELECT 1, COUNT(*), COALESCE(SUM(r.version), 0), COALESCE(CAST(MAX(r.changed_at) AS text), '')
  FROM matching_participant p JOIN registration_registration r ON r.id = p.registration_id
 WHERE p.service_id = %(service)s
UNION ALL
SELECT 2, COUNT(*), 0, COALESCE(CAST(MAX(c.chosen_at) AS text), '')
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
SELECT 6, id, seats, kind || ' ' || COALESCE(CAST(zone_id AS text), '-') || ' '
       || COALESCE(CAST(room_id AS text), '-') || CASE WHEN is_step_free THEN ' free' ELSE '' END
       || CASE WHEN is_quiet THEN ' quiet' ELSE '' END
  FROM events_place WHERE event_id = %(event)s
UNION ALL
SELECT 7, id, 0, COALESCE(CAST(closes_at AS text), '') FROM events_zone WHERE event_id = %(event)s
UNION ALL
SELECT 8, id, 0, COALESCE(CAST(closes_at AS text), '') FROM events_room WHERE event_id = %(event)s
"""


def event_fingerprint_of(service: Service) -> str:
    """Made of versions, counts and the latest moments; whoever edits other floors' rows changes it.

    The floors below know nothing of matching, so nobody tells it that somebody arrives later.
    """
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"service": service.pk, "event": service.event_id})
        told = str(sorted(tuple(row) for row in cursor.fetchall()))
    return f"{service.structure}|{hashlib.sha256(told.encode()).hexdigest()[:24]}"
