"""A bill of materials as SPDX 2.3."""

from __future__ import annotations

import re
from typing import Any

from papers.bill import Bill, Part

_OWN = "SPDXRef-handschlag"
_MAKERS = "The Handschlag contributors"
_SAID = "Any one of these files of the release is accepted; which one depends on system and Python."


def spdx(bill: Bill) -> dict[str, Any]:
    """The document, ready to be written as JSON."""
    refs = {part.name: _ref(part) for part in bill.parts if not part.is_inside}
    inside = [_ref(part) for part in bill.parts if part.is_inside]
    own = {
        "SPDXID": _OWN,
        "name": "handschlag",
        "versionInfo": bill.version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": bill.licence,
        "copyrightText": f"2026 {_MAKERS}",
        "primaryPackagePurpose": "APPLICATION",
        "externalRefs": [_purl(f"pkg:pypi/handschlag@{bill.version}")],
    }
    related = [_relation("SPDXRef-DOCUMENT", "DESCRIBES", _OWN)]
    related += [_relation(_OWN, "DEPENDS_ON", refs[one]) for one in bill.needs if one in refs]
    related += [_relation(_OWN, "CONTAINS", one) for one in inside]
    related += [_relation(_ref(part), "DEPENDS_ON", refs[one]) for part in bill.parts for one in part.needs]
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"handschlag-{bill.version}",
        "documentNamespace": f"urn:uuid:{bill.identity}",
        "creationInfo": {
            "created": bill.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": [f"Organization: {_MAKERS}", f"Tool: handschlag-sbom-{bill.version}"],
        },
        "packages": [own, *(_package(part) for part in bill.parts)],
        "relationships": related,
    }


def _package(part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {
        "SPDXID": _ref(part),
        "name": part.name,
        "versionInfo": part.version,
        "supplier": "NOASSERTION",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": part.licence,
        "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": "LIBRARY",
        "checksums": [{"algorithm": "SHA256", "checksumValue": digest} for _, digest in part.hashes],
        "externalRefs": [_purl(part.purl)],
    }
    if part.is_inside:
        return {**made, "comment": "In the wheel: " + ", ".join(name for name, _ in part.hashes)}
    return {**made, "comment": _SAID}


def _ref(part: Part) -> str:
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]+", "-", part.purl.removeprefix("pkg:"))


def _purl(purl: str) -> dict[str, str]:
    return {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}


def _relation(one: str, kind: str, other: str) -> dict[str, str]:
    return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
