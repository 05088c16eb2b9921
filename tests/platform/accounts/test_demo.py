"""Demo sign-ins exist in a demo only, and only for made-up people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import override_settings

from handschlag.accounts import sign_in
from handschlag.accounts.models import User
from handschlag.accounts.sign_in import DemoFault
from handschlag.common.refusals import Refusal


@pytest.fixture
def mara(db: None) -> User:
    return User.objects.create_user(email="mara@demo.example", is_demo=True)


def fault(email: str) -> DemoFault:
    with pytest.raises(Refusal) as refused:
        sign_in.sign_in_as_demo(email=email)
    return refused.value.reason


def test_in_a_demo_a_made_up_person_may_be_anybody(mara: User) -> None:
    with override_settings(MODE="demo"):
        assert sign_in.sign_in_as_demo(email="Mara@demo.example") == mara


@pytest.mark.parametrize("mode", ["production", "test"])
def test_outside_a_demo_nobody_signs_in_that_way(mara: User, mode: str) -> None:
    with override_settings(MODE=mode):
        assert fault(mara.email) is DemoFault.NOT_IN_A_DEMO


def test_a_real_or_blocked_person_is_nobody_for_a_demo(mara: User, person: Callable[..., User]) -> None:
    person("paul")
    User.objects.filter(pk=mara.pk).update(is_active=False)
    with override_settings(MODE="demo"):
        for email in ("paul@example.org", mara.email, "nobody@example.org"):
            assert fault(email) is DemoFault.NOT_A_DEMO_PERSON
