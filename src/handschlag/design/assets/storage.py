"""How static files are kept: under the hash of what they contain, compressed, our style sheets as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

from handschlag.design.assets import style_bundle


def _without_source_maps(patterns: Any) -> Any:
    """Files of others name source maps that we do not ship; the name stays as it is, and nobody asks."""
    return tuple(
        (glob, tuple(rule for rule in rules if "sourceMapping" not in str(rule))) for glob, rules in patterns
    )


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which also follows the imports of modules."""

    support_js_module_import_aggregation = True
    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)
    style_sheets = (style_bundle.BUNDLE,)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            folder = Path(self.location)
            (folder / style_bundle.BUNDLE).write_text(style_bundle.bundle(folder), encoding="utf-8")
            paths[style_bundle.BUNDLE] = (self, style_bundle.BUNDLE)
        yield from super().post_process(paths, dry_run=dry_run, **options)
