"""Which domain proves that somebody runs a network."""

from __future__ import annotations

from handschlag.directory.models import Network
from handschlag.directory.queries.public import public_networks
from handschlag.directory.rules.claiming import in_ascii, own_domain


def claim_domain(network: Network) -> str:
    """The domain that is this network's alone; none where others have it too, or the network has ended."""
    domain = own_domain(network.website)
    if not domain or network.standing:
        return ""
    others = public_networks().exclude(pk=network.pk).exclude(website="").values_list("website", flat=True)
    is_shared = any(in_ascii(own_domain(website)) == in_ascii(domain) for website in others)
    return "" if is_shared else domain
