"""Only addresses of the public internet are called, whatever they are written as."""

import pytest

from core.addresses import why_forbidden_address, why_forbidden_url

SPECIAL = [
    "fec0::1",  # site-local, retired but routed in old networks
    "fc00::1",
    "64:ff9b::a9fe:a9fe",  # 169.254.169.254 through NAT64
    "64:ff9b:1::1",
    "2002:a9fe:a9fe::1",  # 169.254.169.254 through 6to4
    "2001::a9fe:a9fe",  # Teredo
    "::169.254.169.254",  # IPv4-compatible
    "::ffff:169.254.169.254",
    "100::1",
    "2001:db8::1",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "203.0.113.9",
    "240.0.0.1",
    "255.255.255.255",
    "0.0.0.1",
]


@pytest.mark.parametrize("address", SPECIAL)
def test_special_ranges_are_refused(settings, address):
    settings.STORES_MAY_BE_PRIVATE = False
    assert why_forbidden_address(address)
    host = f"[{address}]" if ":" in address else address
    assert why_forbidden_url(f"http://{host}/")


@pytest.mark.parametrize(
    "address",
    ["64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "::169.254.169.254", "fe80::1%eth0", "240.0.0.1"],
)
def test_metadata_services_stay_out_where_private_networks_are_allowed(settings, address):
    settings.STORES_MAY_BE_PRIVATE = True
    assert why_forbidden_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_called(settings, address):
    settings.STORES_MAY_BE_PRIVATE = False
    assert why_forbidden_address(address) is None
