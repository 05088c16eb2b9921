"""Who asks for a page that somebody else is making gets that one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from handschlag.common.page_cache import middleware as page_turns
from handschlag.common.page_cache.middleware import Turns

pytestmark = pytest.mark.once


def test_one_makes_it_while_the_others_wait_and_then_all_go_on() -> None:
    turns, shelf, made = Turns(), dict[str, int](), list[int]()
    is_making, may_end = Event(), Event()

    def ask(number: int) -> int:
        with turns.turn("key"):
            if "key" in shelf:
                return shelf["key"]
            made.append(number)
            is_making.set()
            may_end.wait(60)
            shelf["key"] = number
            return number

    with ThreadPoolExecutor(5) as threads:
        first = threads.submit(ask, 1)
        assert is_making.wait(60)
        others = [threads.submit(ask, number) for number in range(2, 6)]
        may_end.set()
        assert {first.result(), *(one.result() for one in others)} == {1}
    assert made == [1]


def test_whoever_has_waited_for_nothing_makes_it_and_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_turns, "PATIENCE", 0)
    turns, together = Turns(), Barrier(3, timeout=60)
    is_making, may_end = Event(), Event()

    def ask() -> None:
        with turns.turn("key") as has_waited:
            is_making.set()
            (together.wait if has_waited else may_end.wait)()  # all three at once, or never

    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(ask)
        assert is_making.wait(60)
        for one in [threads.submit(ask) for _ in range(3)]:
            one.result()
        may_end.set()
        first.result()


def test_other_pages_do_not_wait_and_a_fault_lets_the_next_one_try() -> None:
    turns = Turns()
    with turns.turn("key") as one, turns.turn("else") as other:
        assert (one, other) == (False, False)
    with pytest.raises(RuntimeError), turns.turn("key"):
        raise RuntimeError
    with turns.turn("key") as again:
        assert not again
