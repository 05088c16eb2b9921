"""What the audit trail says for the verbs and the kinds of this floor."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: Final[dict[str, str | Promise]] = {
    "registration.address_asked": _("new address given for a registration"),
    "registration.address_changed": _("address of a registration changed"),
    "registration.badges_printed": _("badges printed"),
    "registration.begun": _("registration form filled in, email sent to confirm it"),
    "registration.cancelled": _("registration cancelled"),
    "registration.changed": _("registration changed"),
    "registration.check_in_undone": _("check-in taken back"),
    "registration.checked_in": _("checked in at the desk"),
    "registration.confirmed": _("registration confirmed"),
    "registration.connected": _("organisation of a registration connected with an actor"),
    "registration.declined": _("registration declined"),
    "registration.discarded": _("unconfirmed registration deleted by the owner of the address"),
    "registration.erased": _("registration erased"),
    "registration.exported": _("list of registrations taken out as a file"),
    "registration.feed_renewed": _("address of a personal calendar renewed"),
    "registration.invited": _("invited to an event"),
    "registration.lapsed": _("unconfirmed registration deleted after its time"),
    "registration.link_renewed": _("personal link of a registration renewed"),
    "registration.list_applied": _("list of people imported"),
    "registration.list_discarded": _("list of people discarded"),
    "registration.list_undone": _("imported list of people taken back"),
    "registration.list_uploaded": _("list of people sent in"),
    "registration.made": _("registered for an event"),
    "registration.merged": _("registrations merged"),
    "registration.removed": _("registration of a list removed"),
    "registration.taken_along": _("list of the desk taken along on a device"),
    "registration.told_apart": _("registrations found to be of two people"),
    "registration.uninvited": _("invitation to an event withdrawn"),
    "registration.waiting": _("registration put on the waiting list"),
}
KINDS: Final[dict[str, str | Promise]] = {
    "registration.addresschange": pgettext_lazy("kind", "change of address"),
    "registration.badge": pgettext_lazy("kind", "badge"),
    "registration.checkin": pgettext_lazy("kind", "arrival"),
    "registration.consent": pgettext_lazy("kind", "consent"),
    "registration.eventinvitation": pgettext_lazy("kind", "invitation"),
    "registration.noduplicates": pgettext_lazy("kind", "pair that is no duplicate"),
    "registration.peoplelist": pgettext_lazy("kind", "list of people"),
    "registration.registration": pgettext_lazy("kind", "registration"),
    "registration.sessionchoice": pgettext_lazy("kind", "chosen session"),
    "registration.unconfirmedregistration": pgettext_lazy("kind", "unconfirmed registration"),
}
