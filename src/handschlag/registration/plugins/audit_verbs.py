"""What the audit trail says for the verbs and the kinds of this app."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.audit.hooks import AuditVerbs, Labels

_VERBS: Final[Labels] = {
    "registration.address_asked": _("new address given for a registration"),
    "registration.address_changed": _("address of a registration changed"),
    "registration.badge_design_changed": _("looks of the badges changed"),
    "registration.badges_printed": _("badges printed"),
    "registration.begun": _("registration form filled in, email sent to confirm it"),
    "registration.cancelled": _("registration cancelled"),
    "registration.category_added": _("category of participants added"),
    "registration.category_changed": _("category of participants changed"),
    "registration.category_removed": _("category of participants deleted"),
    "registration.certificate_issued": _("certificate of attendance issued"),
    "registration.certificate_restored": _("certificate of attendance restored"),
    "registration.certificate_revoked": _("certificate of attendance revoked"),
    "registration.changed": _("registration changed"),
    "registration.check_in_undone": _("check-in undone"),
    "registration.checked_in": _("checked in at reception"),
    "registration.confirmed": _("registration confirmed"),
    "registration.connected": _("organisation of a registration linked to the directory"),
    "registration.colleagues_registered": _("registered colleagues, who confirm it themselves"),
    "registration.colleague_named": _("named a colleague after declining an invitation"),
    "registration.decline_undone": _("declined invitation to an event accepted again"),
    "registration.declined": _("registration declined"),
    "registration.discarded": _("unconfirmed registration deleted by the owner of the address"),
    "registration.email_worded": _("own words for an email"),
    "registration.erased": _("registration deleted"),
    "registration.exported": _("list of registrations exported"),
    "registration.feed_renewed": _("address of a personal calendar renewed"),
    "registration.invitation_declined": _("declined an invitation to an event"),
    "registration.invited": _("invited to an event"),
    "registration.lapsed": _("unconfirmed registration deleted after its time"),
    "registration.link_renewed": _("personal link of a registration renewed"),
    "registration.list_applied": _("list of people imported"),
    "registration.list_discarded": _("list of people discarded"),
    "registration.list_undone": _("imported list of people undone"),
    "registration.list_uploaded": _("list of people uploaded"),
    "registration.made": _("registered for an event"),
    "registration.merged": _("registrations merged"),
    "registration.question_added": _("question of the event added"),
    "registration.question_changed": _("question of the event changed"),
    "registration.question_removed": _("question of the event deleted"),
    "registration.removed": _("registration of a list removed"),
    "registration.sending_cancelled": _("message to several people cancelled"),
    "registration.sending_planned": _("message to several people sent or scheduled"),
    "registration.sending_written": _("message to several people written"),
    "registration.sent_again": _("emails sent again"),
    "registration.suggestion_removed": _("suggested colleague removed"),
    "registration.taken_along": _("reception list saved on a device"),
    "registration.told_apart": _("registrations marked as two people"),
    "registration.uninvited": _("invitation to an event withdrawn"),
    "registration.waiting": _("registration put on the waiting list"),
}
_KINDS: Final[Labels] = {
    "registration.addresschange": pgettext_lazy("kind", "change of address"),
    "registration.answer": pgettext_lazy("kind", "answer"),
    "registration.badge": pgettext_lazy("kind", "badge"),
    "registration.badgedesign": pgettext_lazy("kind", "looks of badges"),
    "registration.category": pgettext_lazy("kind", "category of participants"),
    "registration.certificate": pgettext_lazy("kind", "certificate of attendance"),
    "registration.checkin": pgettext_lazy("kind", "arrival"),
    "registration.consent": pgettext_lazy("kind", "consent"),
    "registration.emailsending": pgettext_lazy("kind", "message to several people"),
    "registration.eventinvitation": pgettext_lazy("kind", "invitation"),
    "registration.noduplicates": pgettext_lazy("kind", "pair that is no duplicate"),
    "registration.peoplelist": pgettext_lazy("kind", "list of people"),
    "registration.question": pgettext_lazy("kind", "question"),
    "registration.registration": pgettext_lazy("kind", "registration"),
    "registration.sessionchoice": pgettext_lazy("kind", "chosen session"),
    "registration.unconfirmedregistration": pgettext_lazy("kind", "unconfirmed registration"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)
