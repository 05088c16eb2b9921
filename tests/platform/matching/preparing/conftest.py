"""Pages of the console, asked for by its organiser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

from handschlag.accounts.models import User


@pytest.fixture
def desk(client: Client, signed_in: Callable[[User], Client], otto: User) -> Client:
    """Otto's browser."""
    return signed_in(otto)


@pytest.fixture
def at() -> Callable[..., str]:
    """The address of a page of Otto's conference."""

    def address(rest: str = "", *, language: str = "de") -> str:
        with override(language):
            from django.urls import reverse

            return reverse("matching:set_up", args=["netzwerke-verbinden"]) + rest

    return address
