"""Work that outlasts a request: registered by floors, queued in the database, done by `manage.py work`.

@handler("directory.import", title=_("Import of actors"))
def run(run: Run, **payload: Any) -> dict[str, Any]: ...

enqueue(kind="directory.import", payload={"import_id": 7}, owner_id=user.pk, now=now)
"""

from handschlag.common.jobs.queue import enqueue, request_cancel, work_off
from handschlag.common.jobs.registry import Cancelled, Run, before_work, handler, periodic

__all__ = ["Cancelled", "Run", "before_work", "enqueue", "handler", "periodic", "request_cancel", "work_off"]
