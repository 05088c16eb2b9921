"""A personal link: for one purpose, once, for a time, and for whom it was sent to."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from handschlag.accounts import links
from handschlag.accounts.codes_and_links import LinkFault
from handschlag.accounts.links import token_of
from handschlag.accounts.models import PersonalLink, User
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal

DAY = timedelta(days=1)


def issued(now: datetime, **values: object) -> tuple[PersonalLink, str]:
    wanted = {"purpose": "invitation", "content": {"network": 7}, "lasts": DAY, "by_id": None, **values}
    link = links.issue_link(now=now, **wanted)
    return link, token_of(link.purpose, link.uid)


def fault(token: str, now: datetime, **values: object) -> LinkFault:
    with pytest.raises(Refusal) as refused:
        links.redeem_link(token=token, **{"purpose": "invitation", "by_id": None, "now": now, **values})
    return refused.value.reason


def test_a_link_opens_what_it_was_made_for_and_only_once(martha: User, paul: User, now: datetime) -> None:
    _link, token = issued(now, by_id=martha.pk)
    used = links.redeem_link(token=token, purpose="invitation", by_id=paul.pk, now=now + DAY / 2)
    assert (used.content, used.used_by, used.issued_by) == ({"network": 7}, paul, martha)
    assert fault(token, now + DAY / 2) is LinkFault.USED
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", "by_id")
    assert list(verbs) == [("link.issue", martha.pk), ("link.redeem", paul.pk)]


def test_to_look_at_a_link_does_not_use_it(db: None, now: datetime) -> None:
    link, token = issued(now)
    assert links.look_at_link(token=token, purpose="invitation", now=now) == link
    assert links.redeem_link(token=token, purpose="invitation", by_id=None, now=now) == link


def test_a_link_ends_with_its_last_moment(db: None, now: datetime) -> None:
    _link, token = issued(now)
    assert fault(token, now + DAY) is LinkFault.EXPIRED
    assert links.look_at_link(token=token, purpose="invitation", now=now + DAY - timedelta(seconds=1))


def test_a_link_for_one_thing_opens_no_other(db: None, now: datetime) -> None:
    _link, token = issued(now)
    assert fault(token, now, purpose="registration") is LinkFault.UNKNOWN


def test_a_made_up_or_changed_link_is_unknown_and_costs_no_query(
    db: None, now: datetime, django_assert_num_queries
) -> None:
    _link, token = issued(now)
    for bad in ["", "x", token[:-1], token + "x", token[::-1], token[:-1] + "ä", token.swapcase()]:
        with django_assert_num_queries(0), pytest.raises(Refusal) as refused:
            links.look_at_link(token=bad, purpose="invitation", now=now)
        assert refused.value.reason is LinkFault.UNKNOWN


def test_a_withdrawn_link_opens_nothing_and_a_used_one_cannot_be_withdrawn(db: None, now: datetime) -> None:
    link, token = issued(now)
    assert links.withdraw_link(link_id=link.pk, by_id=None, now=now) is True
    assert fault(token, now) is LinkFault.WITHDRAWN
    other, token = issued(now)
    links.redeem_link(token=token, purpose="invitation", by_id=None, now=now)
    assert links.withdraw_link(link_id=other.pk, by_id=None, now=now) is False


def test_a_link_can_be_for_one_address_only(db: None, now: datetime) -> None:
    _link, token = issued(now, email="Lena@Example.org")
    assert fault(token, now, email="max@example.org") is LinkFault.FOREIGN
    assert links.redeem_link(
        token=token, purpose="invitation", by_id=None, now=now, email="lena@example.org "
    )


def test_the_secret_is_not_in_the_database(db: None, now: datetime) -> None:
    link, token = issued(now)
    row = str(PersonalLink.objects.filter(pk=link.pk).values().get())
    assert token[:43] not in row
    assert token not in row


@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_at_once_one_uses_the_link(now: datetime) -> None:
    _link, token = issued(now)
    answers: list[object] = []
    start = threading.Barrier(2)

    def come() -> None:
        start.wait()
        try:
            answers.append(links.redeem_link(token=token, purpose="invitation", by_id=None, now=now).pk)
        except Refusal as refused:
            answers.append(refused.reason)
        finally:
            connection.close()

    both = [threading.Thread(target=come) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(map(str, answers)) == sorted([str(PersonalLink.objects.get().pk), "used"])
