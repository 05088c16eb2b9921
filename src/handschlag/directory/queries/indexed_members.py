"""Who is in a network, for finding the network by its members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from handschlag.directory.models import Membership, NamedMember
from handschlag.directory.queries.public import public_actors


def members_of(network_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """The names of the public members of each network that exist, and of those whom sources name with it.

    Invented ones lead nobody anywhere.
    """
    real = {"network__in": network_ids, "actor__in": public_actors().filter(is_demo=False)}
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for rows in (Membership.objects.filter(**real), NamedMember.objects.filter(**real)):
        for network, name in rows.order_by("pk").values_list("network_id", "actor__name"):
            found[network][name] = None
    return {network: tuple(names) for network, names in found.items()}
