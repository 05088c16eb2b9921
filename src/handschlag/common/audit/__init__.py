"""The audit trail: every write leaves one entry, in the same transaction; the database keeps it as it is."""

from handschlag.common.audit.recording import record, record_all

__all__ = ["record", "record_all"]
