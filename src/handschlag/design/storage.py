"""How static files are kept: under the hash of what they contain, compressed, modules included."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


def without_source_maps(patterns: Any) -> Any:
    """Files of others name source maps that we do not ship; the name stays as it is, and nobody asks."""
    return tuple(
        (glob, tuple(rule for rule in rules if "sourceMapping" not in str(rule))) for glob, rules in patterns
    )


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which also follows the imports of modules."""

    support_js_module_import_aggregation = True
    patterns = without_source_maps(CompressedManifestStaticFilesStorage.patterns)
