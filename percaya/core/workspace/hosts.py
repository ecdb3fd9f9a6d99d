"""Which hosts a mailbox may name. Admins set them, and servers in the house are honest; addresses that only machines of a
cloud talk to (link-local, metadata) never are a mail server (CWE-918)."""

import ipaddress
import socket

_METADATA = {ipaddress.ip_address("100.100.100.200"), ipaddress.ip_address("fd00:ec2::254")}


class Forbidden(Exception):
    """The host leads to an address that is no mail server."""


def check_host(host: str, port: int) -> None:
    """Raises ``Forbidden``, or ``socket.gaierror`` when the name leads nowhere."""
    for *_kind, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None)
        if _is_off_limits(address) or (mapped and _is_off_limits(mapped)):
            raise Forbidden(host)


def _is_off_limits(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_link_local or address.is_multicast or address.is_unspecified or address in _METADATA
