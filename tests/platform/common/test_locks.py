"""One lock for each key: who wants another one does not wait; of a key that nobody wants nothing is left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for

import pytest

from handschlag.common.memo import KeyedLock, Memo

pytestmark = pytest.mark.once
LONG = 30.0  # seconds: a hang, not a speed, is what this catches
SHORT = 0.2


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


class Holding:
    """A thread that holds a key until it is told to go on."""

    def __init__(self, lock: KeyedLock, key: str, threads: ThreadPoolExecutor) -> None:
        self.is_inside, self.may_go_on = threading.Event(), threading.Event()
        self.ended: Future[None] = threads.submit(self._hold, lock, key)
        assert self.is_inside.wait(LONG)

    def _hold(self, lock: KeyedLock, key: str) -> None:
        with lock.hold(key):
            self.is_inside.set()
            assert self.may_go_on.wait(LONG)

    def end(self) -> None:
        self.may_go_on.set()
        self.ended.result(LONG)


def take(lock: KeyedLock, key: str) -> None:
    with lock.hold(key):
        pass


def test_who_wants_another_key_does_not_wait(threads: ThreadPoolExecutor) -> None:
    lock = KeyedLock()
    holding = Holding(lock, "a", threads)
    threads.submit(take, lock, "b").result(LONG)
    holding.end()


def test_who_wants_the_same_key_waits(threads: ThreadPoolExecutor) -> None:
    lock = KeyedLock()
    holding = Holding(lock, "a", threads)
    other = threads.submit(take, lock, "a")
    assert not wait_for([other], SHORT).done
    holding.end()
    other.result(LONG)


def test_a_thread_takes_its_key_again_and_no_other_besides() -> None:
    lock = KeyedLock()
    with lock.hold("a"), lock.hold("a"):
        with pytest.raises(RuntimeError):
            take(lock, "b")
        take(lock, "a")
    take(lock, "b")


def test_nothing_is_left_of_keys_that_nobody_wants(threads: ThreadPoolExecutor) -> None:
    lock = KeyedLock()
    wait_for([threads.submit(take, lock, str(number % 7)) for number in range(500)], LONG)
    assert len(lock) == 0


def test_a_fault_within_gives_the_key_back() -> None:
    lock = KeyedLock()
    with pytest.raises(ZeroDivisionError), lock.hold("a"):
        _ = len(lock) / 0
    assert len(lock) == 0
    take(lock, "b")


def test_a_value_is_made_once_however_many_want_it(threads: ThreadPoolExecutor) -> None:
    memo, made = Memo[str, int](2), []
    start = threading.Barrier(8)

    def ask() -> int:
        start.wait(LONG)
        return memo.get("a", lambda: made.append(1) or len(made))

    assert [one.result(LONG) for one in [threads.submit(ask) for _ in range(8)]] == [1] * 8


def test_a_value_is_there_while_another_one_is_made(threads: ThreadPoolExecutor) -> None:
    memo = Memo[str, int](2)
    is_making, may_go_on = threading.Event(), threading.Event()

    def slowly() -> int:
        is_making.set()
        assert may_go_on.wait(LONG)
        return 1

    slow = threads.submit(memo.get, "a", slowly)
    assert is_making.wait(LONG)
    assert threads.submit(memo.get, "b", lambda: 2).result(LONG) == 2
    may_go_on.set()
    assert slow.result(LONG) == 1


def test_what_is_remembered_weighs_no_more_than_it_may() -> None:
    memo = Memo[str, str](6, weigh=len)
    for key in ("a", "bb", "ccc"):
        memo.get(key, lambda key=key: key)  # type: ignore[misc]
    memo.get_many(["bb", "dd"], lambda keys: {key: key for key in keys})
    assert len(memo) == 2  # what was asked for first made room: 2 and 2 are left
    assert memo.get("too heavy", lambda: "too heavy") == "too heavy"
    assert memo.get("bb", lambda: "made anew") == "bb"  # nothing had to go for what could not stay
    assert memo.get("too heavy", lambda: "made again") == "made again"
    assert len(memo) == 2


def test_the_keys_asked_for_last_are_remembered() -> None:
    memo = Memo[str, str](2)
    made: list[str] = []

    def make(key: str) -> Callable[[], str]:
        return lambda: made.append(key) or key

    for key in "abaca":
        assert memo.get(key, make(key)) == key
    assert (made, len(memo)) == (["a", "b", "c"], 2)
    memo.get("b", make("b"))
    memo.clear()
    memo.get("a", make("a"))
    assert made == ["a", "b", "c", "b", "a"]


def test_what_could_not_be_made_is_tried_again() -> None:
    memo = Memo[str, float](2)
    with pytest.raises(ZeroDivisionError):
        memo.get("a", lambda: 1 / 0)
    assert memo.get("a", lambda: 1.0) == 1.0


def test_many_values_are_made_together_and_only_those_that_are_missing() -> None:
    memo, asked = Memo[str, str](3), []

    def make(keys: Sequence[str]) -> dict[str, str]:
        asked.append(list(keys))
        return {key: key.upper() for key in keys}

    assert memo.get_many(["a", "b", "a"], make) == {"a": "A", "b": "B"}
    assert memo.get_many(["b", "c"], make) == {"b": "B", "c": "C"}
    assert memo.get_many([], make) == {}
    assert memo.get_many(list("abcde"), make) == {key: key.upper() for key in "abcde"}  # more than it holds
    assert asked == [["a", "b"], ["c"], ["d", "e"]]
    assert len(memo) == 3


def test_of_many_values_none_is_remembered_where_making_fails() -> None:
    memo = Memo[str, str](3)
    with pytest.raises(KeyError):
        memo.get_many(["a", "b"], lambda keys: {keys[0]: "A"})
    assert memo.get_many(["b"], lambda keys: dict.fromkeys(keys, "B")) == {"b": "B"}
