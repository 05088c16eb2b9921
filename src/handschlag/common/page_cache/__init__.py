"""Pages kept for visitors: whole answers, for as long as nothing that they show has changed.

Kept is only what a view offers, for somebody who brings nothing of their own, as long as the
version of public content (`versions`) is the same. The database itself changes that version, in the
transaction of the write, whoever writes.
"""

from handschlag.common.page_cache.decorators import cached_for_visitors, keep_until

__all__ = ["cached_for_visitors", "keep_until"]
