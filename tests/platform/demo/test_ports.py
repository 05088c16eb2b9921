"""A port that somebody uses is never fought over."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from handschlag.demo import supervisor


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as somebody:
        somebody.bind((supervisor.HOST, 0))
        somebody.listen()
        yield somebody.getsockname()[1]


def test_a_wanted_port_that_is_taken_is_refused_in_words(taken: int) -> None:
    with pytest.raises(supervisor.PortTaken, match=f"Port {taken} is taken. Choose another one with --port"):
        supervisor.choose_port(taken)


def test_without_a_wish_the_next_free_port_is_used(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST", taken)
    assert taken < supervisor.choose_port(None) < taken + supervisor.TRIES


def test_a_free_port_is_used_as_wished(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST", taken)  # others use the usual ones meanwhile
    free = supervisor.choose_port(None)
    assert supervisor.choose_port(free) == free
