"""Who is in a network, for finding the network by its members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from handschlag.directory.models import Membership
from handschlag.directory.queries.public import public_actors


def members_of(network_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """The names of the public members of each network that exist; invented ones lead nobody anywhere."""
    rows = Membership.objects.filter(network__in=network_ids, actor__in=public_actors().filter(is_demo=False))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for network, name in rows.order_by("pk").values_list("network_id", "actor__name"):
        found[network].append(name)
    return found
