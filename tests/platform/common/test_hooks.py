"""What apps add to a hook, and when they may."""

from __future__ import annotations

import pytest
from django.apps import apps

from handschlag.common.hooks import Hook, HookClosed


def test_plugins_come_in_the_order_in_which_apps_added_them(monkeypatch: pytest.MonkeyPatch) -> None:
    hook = Hook[str]("common.letters")
    monkeypatch.setattr(apps, "ready", False)
    hook.register("a", "b")
    hook.register("c")
    assert list(hook) == ["a", "b", "c"]


def test_a_hook_is_closed_and_says_its_name_once_the_apps_are_ready() -> None:
    hook = Hook[str]("common.letters")
    with pytest.raises(HookClosed, match=r"common\.letters"):
        hook.register("late")
    assert list(hook) == []


def test_a_test_replaces_plugins_for_a_while_even_when_it_fails() -> None:
    hook = Hook[str]("common.letters")

    def fail() -> None:
        with hook.replaced("other"):
            assert list(hook) == ["other"]
            raise ValueError("inside")

    with hook.replaced("a"):
        with pytest.raises(ValueError, match="inside"):
            fail()
        assert list(hook) == ["a"]
    assert list(hook) == []
