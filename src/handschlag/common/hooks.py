"""The one way in which an app above adds something to an app below.

Layer `hooks` of the app below declares a place, layer `plugins` of the app above holds what is added, and
`AppConfig.ready` joins the two, one line each. How several answers become one is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps


class HookClosed(RuntimeError):
    """Plugins are added while Django starts: later, requests already count on what there is."""


class Hook[Plugin]:
    """A place to which apps add plugins; iterated, it gives them in the order of INSTALLED_APPS."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._plugins: tuple[Plugin, ...] = ()

    def register(self, *plugins: Plugin) -> None:
        """For `AppConfig.ready` only."""
        if apps.ready:
            raise HookClosed(self.name)
        self._plugins += plugins

    def __iter__(self) -> Iterator[Plugin]:
        return iter(self._plugins)

    @contextmanager
    def replaced(self, *plugins: Plugin) -> Iterator[None]:
        """For tests: these plugins and no others, as long as the block runs."""
        before, self._plugins = self._plugins, plugins
        try:
            yield
        finally:
            self._plugins = before
