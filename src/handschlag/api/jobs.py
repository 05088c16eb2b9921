"""What this floor does in the background: it calls other systems."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from handschlag.api import deliveries
from handschlag.api.deliveries import AT_ONCE, due_deliveries
from handschlag.common.jobs import Run, handler, periodic


@handler(deliveries.DELIVER, title=_("Calls to another system"))
def deliver(run: Run, endpoint_id: int) -> dict[str, Any]:
    """One after the other; after a failed one all others wait."""
    for sent in range(AT_ONCE):
        run.check()
        call = deliveries.claim_deliveries(endpoint_id=endpoint_id, now=run.now())
        if call is None:
            return {"sent": sent}
        may_be_local = settings.WEBHOOKS_MAY_BE_LOCAL
        outcome = deliveries.make_call(call.url, call.body, headers=call.headers, may_be_local=may_be_local)
        if not deliveries.record_delivery(call, outcome, now=run.now()):
            return {"sent": sent}
    deliveries.attempt_delivery(endpoint_id=endpoint_id, now=run.now())
    return {"sent": AT_ONCE}


@periodic("api.find_calls", every=timedelta(minutes=1), title=_("Calls that still have to be made"))
def find_calls(run: Run) -> dict[str, Any]:
    """Every minute: a job for each endpoint that can be called now; the result counts them."""
    now = run.now()
    found = due_deliveries(now=now)
    for pk in found:
        deliveries.attempt_delivery(endpoint_id=pk, now=now)
    return {"endpoints": len(found)}


@periodic("api.forget_calls", every=timedelta(days=1), title=_("Forgetting calls that are over"))
def forget_calls(run: Run) -> dict[str, Any]:
    """Once a day: what is over for a month goes; the result counts the rows."""
    return {"occurrences": deliveries.delete_expired_deliveries(now=run.now())}
