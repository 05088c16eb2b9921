"""Where messages to browsers may go, what an answer means, and how long to wait after a failed one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Final

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
from handschlag.common.rules.call_addresses import AddressFault, target_of

MOST_DEVICES: Final = 5  # of one person; with a sixth the oldest goes
LONGEST_ENDPOINT: Final = 1024
LIFETIME: Final = timedelta(hours=12)  # of a message: whoever was offline longer sees the day itself
LEASE: Final = timedelta(seconds=45)
TOPIC: Final = "day"  # what still waits at the push service is replaced by the newer
LONGEST_WAIT: Final = timedelta(hours=1)


class PushRefusal(Reason):
    OFF = "off", _("Push messages are switched off on this platform.")
    BAD_ENDPOINT = "bad_endpoint", _("The push service of this browser is not known here.")


class PushResult(StrEnum):
    RECEIVED = "received"
    GONE = "gone"  # the device does not want it any more, or does not exist
    LATER = "later"
    REFUSED = "refused"  # trying again would not help


def may_be_called(endpoint: str, *, services: Iterable[str], may_be_local: bool) -> bool:
    """Whether the endpoint lies at a push service that is known, over https.

    >>> may_be_called("https://a.push.example/x", services=["*.push.example"], may_be_local=False)
    True
    >>> may_be_called("https://push.example.evil/x", services=["push.example"], may_be_local=False)
    False
    """
    target = target_of(endpoint, may_be_local=may_be_local, longest=LONGEST_ENDPOINT)
    if isinstance(target, AddressFault):
        return False
    if may_be_local:
        return True
    return target.port == 443 and any(_fits(target.host, service) for service in services)


def _fits(host: str, service: str) -> bool:
    return host == service or (service.startswith("*.") and host.endswith(service[1:]))


def result_of(status: int | None) -> PushResult:
    """What the answer of a push service means; None is no answer.

    >>> [result_of(one).value for one in (201, 410, 429, 503, None, 403)]
    ['received', 'gone', 'later', 'later', 'later', 'refused']
    """
    if status is None or status in {408, 429} or status >= 500:
        return PushResult.LATER
    if 200 <= status < 300:
        return PushResult.RECEIVED
    return PushResult.GONE if status in {404, 410} else PushResult.REFUSED


def wait_after(attempts: int, *, asked: int | None) -> timedelta:
    """Until the next attempt: 5 s, 20 s, 80 s ... an hour at most; longer where the service asks for it.

    >>> [wait_after(n, asked=None).seconds for n in (1, 2, 3, 9)], wait_after(1, asked=30).seconds
    ([5, 20, 80, 3600], 30)
    """
    own = timedelta(seconds=5 * 4 ** min(attempts - 1, 6))
    return min(max(own, timedelta(seconds=asked or 0)), LONGEST_WAIT)
