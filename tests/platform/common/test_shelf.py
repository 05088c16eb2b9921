"""The shelf holds what fits, for one version."""

from __future__ import annotations

from handschlag.common.page_cache.store import AROUND, LARGEST, PackedText, PageStore, StoredPage


def page(size: int = 1_000) -> StoredPage:
    text = PackedText(parts=(b"x" * size,), lengths=(size,), sums=(0,))
    return StoredPage(text=text, headers={}, match=None)


def test_the_shelf_never_holds_more_than_its_bytes() -> None:
    shelf = PageStore(100 * (1_000 + AROUND))
    shelf.get(0, "v")
    for number in range(1_000):
        shelf.put(number, "v", page(500 + number % 1_000))
        assert shelf.size <= shelf.most
    assert shelf.size == sum(one.size for one in shelf._pages.values())
    assert (len(shelf) > 60, shelf.get(0, "v"), shelf.get(999, "v") is not None) == (True, None, True)


def test_what_was_asked_for_last_stays_longest() -> None:
    shelf = PageStore(10 * (1_000 + AROUND))
    shelf.get(0, "v")
    for number in range(10):
        shelf.put(number, "v", page())
    shelf.get(0, "v")
    shelf.put(10, "v", page())
    assert [shelf.get(number, "v") is not None for number in (0, 1, 10)] == [True, False, True]


def test_the_same_page_counts_once() -> None:
    shelf = PageStore(100_000)
    shelf.get(0, "v")
    shelf.put(0, "v", page(1_000))
    shelf.put(0, "v", page(2_000))
    assert (len(shelf), shelf.size) == (1, 2_000 + AROUND)


def test_another_version_empties_the_shelf_and_takes_nothing_of_the_old_one() -> None:
    shelf = PageStore(100_000)
    shelf.get(0, "v")
    shelf.put(0, "v", page())
    assert (shelf.get(0, "w"), len(shelf), shelf.size) == (None, 0, 0)
    shelf.put(0, "v", page())
    assert len(shelf) == 0


def test_a_page_too_large_for_the_shelf_is_not_put_there() -> None:
    shelf = PageStore(LARGEST * 10_000)
    shelf.get(0, "v")
    shelf.put(0, "v", page(10_000))
    assert len(shelf) == 0
