"""Connections to servers that people name in settings (mailboxes, outgoing mail): where they may lead, and that they lead
where was looked (CWE-918). Admins set them, and a server on this machine or in the house is honest; addresses that only
machines of a cloud talk to (link-local, metadata), or that are no single machine's, never are a mail server."""

import imaplib
import ipaddress
import smtplib
import socket
import ssl
from typing import Any

_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_METADATA = {ipaddress.ip_address("100.100.100.200"), ipaddress.ip_address("fd00:ec2::254")}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Forbidden(OSError):
    """The host leads to an address that is no mail server. Nothing was sent there."""


def check_host(host: str, port: int) -> None:
    """Raises ``Forbidden``, or ``socket.gaierror`` when the name leads nowhere."""
    _places(host, port)


def connect(host: str, port: int, timeout: float | None = None, *, public: bool = False) -> socket.socket:
    """A connection to one of the host's addresses as they were judged: the name is not asked for again, so it cannot
    answer differently. With ``public`` only to what everybody can reach: nothing of this machine or this house.
    Raises ``Forbidden`` and what sockets raise."""
    refused: OSError | None = None
    for place in _places(host, port, public):
        try:
            return socket.create_connection(place, timeout)
        except OSError as error:
            refused = error
    raise refused or OSError(f"{host} has no address")


class Smtp(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return connect(host, port, timeout)


class SmtpTls(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(connect(host, port, timeout), server_hostname=host)


class Imap(imaplib.IMAP4):
    def _create_socket(self, timeout: float | None) -> socket.socket:
        return connect(self.host, self.port, timeout)


class ImapTls(imaplib.IMAP4_SSL):
    ssl_context: ssl.SSLContext

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        return self.ssl_context.wrap_socket(connect(self.host, self.port, timeout), server_hostname=self.host)


def _places(host: str, port: int, public: bool = False) -> list[tuple[Any, ...]]:
    """(address, port) of every address; one that is off limits spoils all."""
    found = dict.fromkeys(place[:2] for *_kind, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    for address, _port in found:
        ip = ipaddress.ip_address(str(address).partition("%")[0])
        meant = (ip, *_inside(ip))
        if any(_is_off_limits(each) for each in meant) or (public and not all(each.is_global for each in meant)):
            raise Forbidden(host)
    return list(found)


def _inside(ip: _Ip) -> list[_Ip]:
    """The IPv4 addresses that an IPv6 one stands for."""
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
    return [each for each in (ip.ipv4_mapped, ip.sixtofour, nat64, *(ip.teredo or ())) if each is not None]


def _is_off_limits(ip: _Ip) -> bool:
    nobody = ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip in _METADATA
    return nobody or (ip.version == 4 and ip.is_reserved)
