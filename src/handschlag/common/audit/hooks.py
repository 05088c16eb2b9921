"""What the audit trail says for its verbs and for what they were done to: every app names its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise

from handschlag.common.hooks import Hook

type Labels = Mapping[str, str | Promise]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerbs:
    """Each verb of an app with its words, and each model that its entries are about.

    `private` are verbs of what people do for themselves alone: such entries are shown and handed out to
    nobody else, as even their number says something. `access` are verbs of those who looked at or took what
    is kept about one person: the person is told of them.
    """

    verbs: Labels
    kinds: Labels = field(default_factory=dict)
    private: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()


audit_verbs: Final = Hook[AuditVerbs]("common.audit_verbs")
