"""Which noun a text means: its id, or its name where only one has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def folded(text: str) -> str:
    """A text without what does not distinguish two names: case and runs of blanks."""
    return " ".join(text.casefold().split())


class Names:
    """The ids of one kind of noun, and the names they are also known by."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self.ids: dict[str, int] = {}
        self._known: dict[str, list[str]] = {}
        for id in ids:
            self.add(id)

    def add(self, id: str, name: str = "") -> None:
        """One more noun, with its display name if it has one."""
        self.ids.setdefault(id, len(self.ids))
        for text in (id, name):
            if text:
                known = self._known.setdefault(folded(text), [])
                if id not in known:
                    known.append(id)

    def __contains__(self, id: object) -> bool:
        return id in self.ids or (isinstance(id, str) and folded(id) in self._known)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def meant(self, text: str) -> list[str]:
        """The ids a text can mean: one if it is an id or a name of one, none, or several.

        >>> names = Names()
        >>> names.add("7", "Ada Beispiel")
        >>> names.meant("7"), names.meant("ada  beispiel"), names.meant("Bo")
        (['7'], ['7'], [])
        """
        return [text] if text in self.ids else self._known.get(folded(text), [])
