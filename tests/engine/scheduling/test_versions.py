"""A plan names what made it, however that was installed."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from treffen.scheduling import assemble

pytestmark = pytest.mark.once


def test_the_version_is_found_in_wheels_and_in_what_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "oldfashioned.egg-info").mkdir()
    told = "Metadata-Version: 2.1\nName: oldfashioned\nVersion: 3.1\n"
    (tmp_path / "oldfashioned.egg-info" / "PKG-INFO").write_text(told, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    wheels = assemble._wheels()
    assert assemble._version("oldfashioned", wheels) == "3.1"
    assert assemble._version("nowhere", wheels) is None
    for name in assemble.LIBRARIES:
        assert assemble._version(name, wheels) == version(name)
        assert assemble._version(name, ()) == version(name), "asked of Python otherwise"
