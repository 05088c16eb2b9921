"""Bills of materials, judged by the libraries of those who made the formats."""

from __future__ import annotations

import json
from typing import Any


def faults_of_cyclonedx(text: str) -> list[str]:
    """What is wrong with a CycloneDX document."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    found = [f"CycloneDX: {fault}"] if fault else []
    document = json.loads(text)
    refs = [_every_ref(one) for one in (document["metadata"]["component"], *document["components"])]
    known = [ref for several in refs for ref in several]
    found += [f"CycloneDX: {ref} is there twice" for ref in sorted(set(known)) if known.count(ref) > 1]
    named = {ref for one in document["dependencies"] for ref in (one["ref"], *one["dependsOn"])}
    return found + [f"CycloneDX: nothing is called {ref}" for ref in sorted(named - set(known))]


def _every_ref(component: dict[str, Any]) -> list[str]:
    inner = [ref for one in component.get("components", ()) for ref in _every_ref(one)]
    return [component["bom-ref"], *inner]


def faults_of_spdx(text: str) -> list[str]:
    """What is wrong with an SPDX document."""
    from spdx_tools.spdx.parser.error import SPDXParsingError
    from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    try:
        document = JsonLikeDictParser().parse(json.loads(text))
    except SPDXParsingError as error:
        return [f"SPDX: {one}" for one in error.get_messages()]
    return [f"SPDX: {one.validation_message}" for one in validate_full_spdx_document(document, "SPDX-2.3")]
