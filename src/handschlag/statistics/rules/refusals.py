"""Why figures are not published, and why data are not sent."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class PublishRefusal(Reason):
    NOT_OVER = "not_over", _("The event is not over yet: its figures are published afterwards.")
    TOO_FEW = "too_few", _("Fewer than three people took part: nothing can be published.")
    CHANGED = (
        "changed",
        _("The figures have changed since you viewed them. Nothing was published. Check them again."),
    )


class ProtectionRefusal(Reason):
    """Whoever came unannounced may have named no address."""

    NO_ADDRESS = "no_address", _("No email was sent: we have no email address for this person.")
