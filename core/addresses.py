"""Which network addresses the application may call.

Staff enter a store's address, so without care it could be used to reach what only this server can
reach: its own network, or the cloud's metadata service that hands out credentials. The address is
looked at twice: as text when it is saved, and as the real peer when a connection is made, since a
name may lead anywhere by then.
"""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings as django_settings

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Metadata services outside the link-local range: AWS over IPv6, Alibaba, Oracle.
_METADATA = {
    ipaddress.ip_address("fd00:ec2::254"),
    ipaddress.ip_address("100.100.100.200"),
    ipaddress.ip_address("192.0.0.192"),
}
# Where a store may be when the project says so.
_PRIVATE = [
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "::1/128",
        "fc00::/7",
    )
]
# RFC 6052: how IPv4 is reached from networks that speak IPv6 alone.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IN_A_PRIVATE_NETWORK = (
    "This address lies in a private network. If the store really is there, set "
    "STORES_MAY_BE_PRIVATE in the project's environment."
)
_METADATA_NAMES = {"metadata", "metadata.google.internal", "instance-data"}
_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def why_forbidden_address(text: str) -> str | None:
    """Why the IP address `text` must not be called, as a sentence; None when it may.

    Only what is known to be public passes, and private networks where the project says so.
    """
    address = _unwrapped(ipaddress.ip_address(text.partition("%")[0]))
    if address in _METADATA or address.is_link_local:
        return "This address belongs to the server's own cloud or network link, not to a store."
    if any(address in network for network in _PRIVATE if network.version == address.version):
        return None if django_settings.STORES_MAY_BE_PRIVATE else _IN_A_PRIVATE_NETWORK
    if not _is_public(address):
        return "This address does not belong to any store."
    return None


def why_forbidden_url(url: str) -> str | None:
    """Why `url` must not be called, as far as its text tells; None when it may."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
        _ = parts.port
    except ValueError:
        return "This is not a web address. Enter one like https://shop.example.com"
    if parts.scheme not in ("http", "https") or not host:
        return "Enter a web address that begins with http:// or https://"
    if parts.username is not None or parts.password is not None:
        return "Leave the name and password out of the address; they have fields of their own."
    return _why_forbidden_host(host)


def _why_forbidden_host(host: str) -> str | None:
    try:
        return why_forbidden_address(host)
    except ValueError:
        pass  # a name
    if host in _METADATA_NAMES:
        return why_forbidden_address("169.254.169.254")
    if host == "localhost" or host.endswith(_LOCAL_ENDINGS):
        return why_forbidden_address("127.0.0.1")
    if host.replace(".", "").isdecimal() or host.startswith("0x"):
        return "Write the address of the store as a name, or its IP address in the usual form."
    return None


def _is_public(address: IPAddress) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    # Site-local addresses are retired, but old networks still carry them.
    is_site_local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    return address.is_global and not special and not is_site_local


def _unwrapped(address: IPAddress) -> IPAddress:
    """The IPv4 address inside an IPv6 one, which must not serve as a way around."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port that `url` is answered by; None when it names none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname.rstrip("."), port or usual
