"""The nouns that every floor needs: audit entries, jobs, mail."""

from handschlag.common.models.audit import AuditEntry
from handschlag.common.models.content import PublicContent
from handschlag.common.models.jobs import Job, JobEnd, JobState, Rhythm, Worker
from handschlag.common.models.mail import Hold, Mail, MailPerson, MailState, Urgency

__all__ = [
    "AuditEntry",
    "Hold",
    "Job",
    "JobEnd",
    "JobState",
    "Mail",
    "MailPerson",
    "MailState",
    "PublicContent",
    "Rhythm",
    "Urgency",
    "Worker",
]
