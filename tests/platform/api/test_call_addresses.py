"""Calls go to the open internet, and never into the operator's own network."""

from __future__ import annotations

from time import monotonic

import pytest
from django.utils import timezone

from handschlag.accounts.models import User
from handschlag.api import deliveries, webhooks
from handschlag.api.deliveries import CallFault
from handschlag.common.calls import AddressFault, address_in, is_open, open_address, target_of
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest",
        "https://0.0.0.0/",
        "https://2130706433/",
    ],
)
def test_nothing_inside_is_called(url: str) -> None:
    assert deliveries.make_call(url, b"{}", headers={}, may_be_local=False).fault in {
        CallFault.ADDRESS,
        CallFault.UNREACHABLE,
    }
    target = target_of(url, may_be_local=False)
    if not isinstance(target, AddressFault):
        assert open_address(target, may_be_local=False, until=monotonic() + 60) is None


@pytest.mark.parametrize(
    "text",
    [
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "100.64.0.1",
        "224.0.0.1",
        "fd00::1",
        "fe80::1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
    ],
)
def test_no_address_of_ones_own_network_is_open(text: str) -> None:
    address = address_in(text)
    assert address is not None
    assert not is_open(address, may_be_local=False)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://example.org/", AddressFault.NOT_HTTPS),
        ("ftp://example.org/", AddressFault.NOT_HTTPS),
        ("https:///x", AddressFault.NO_ADDRESS),
        ("https://example.org:99999/", AddressFault.NO_ADDRESS),
        ("https://a:b@example.org/", AddressFault.HAS_PASSWORD),
        ("https://10.0.0.1/", AddressFault.NOT_OPEN),
        ("https://0x7f000001/", AddressFault.NO_ADDRESS),
        ("https://127.1/", AddressFault.NO_ADDRESS),
        ("https://0177.0.0.1/", AddressFault.NO_ADDRESS),
        ("https://2130706433/", AddressFault.NO_ADDRESS),
        ("https://LOCALHOST./", AddressFault.NOT_OPEN),
        ("https://intranet/hook", AddressFault.NOT_OPEN),
        ("https://cloud.internal/", AddressFault.NOT_OPEN),
        ("https://printer.local:8443/", AddressFault.NOT_OPEN),
    ],
)
def test_a_wrong_address_is_refused_with_its_reason(
    event: Event, otto: User, url: str, fault: AddressFault
) -> None:
    with pytest.raises(Refusal) as no:
        webhooks.add(event_id=event.pk, url=url, kinds=[], by=otto.subject, now=timezone.now())
    assert no.value.reason is fault
