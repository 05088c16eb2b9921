"""Puts the compiled catalogues of translations into the wheel; the working copy stays as it is."""

import importlib.util
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Catalogues are kept as texts and not compiled; Django reads nothing but compiled ones."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable install reads the working copy, where manage.py compiles them."""
        self._folder = tempfile.TemporaryDirectory()
        if version == "editable":
            return
        for made, place in _catalogues(Path(self.root)).compiled_into(Path(self._folder.name)):
            build_data["force_include"][str(made)] = place

    def finalize(self, *_told: Any) -> None:
        """What was compiled is in the wheel now."""
        self._folder.cleanup()


def _catalogues(root: Path) -> Any:
    """One file by itself: the platform around it cannot be imported while it is built."""
    path = root / "src" / "handschlag" / "common" / "catalogues.py"
    spec = importlib.util.spec_from_file_location("catalogues", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
