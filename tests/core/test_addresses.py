"""Which addresses the application may call."""

import pytest
from django.core.exceptions import ValidationError

from core.addresses import why_forbidden_address, why_forbidden_url
from core.validators import validate_order_view_url, validate_store_url

ALWAYS_FORBIDDEN = [
    "http://169.254.169.254/latest/meta-data",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://[::ffff:169.254.169.254]/",
    "http://100.100.100.200/",
    "http://metadata.google.internal/",
    "http://0.0.0.0/",
    "http://224.0.0.1/",
    "http://2852039166/",  # 169.254.169.254 as one number
    "http://0xa9fea9fe/",
    "https://kim:secret@shop.example/",
    "ftp://shop.example/",
    "javascript:alert(1)",
    "//shop.example",
    "http://",
    "http://[::1",
    "http://shop.example:99999/",
]
PRIVATE = [
    "http://127.0.0.1:8080",
    "http://localhost/shop",
    "http://10.1.2.3/",
    "http://192.168.1.7/",
    "http://[::1]/",
    "http://[fd12::1]/",
    "http://store.internal/",
    "http://[::ffff:10.0.0.1]/",
]
FINE = ["https://shop.example.com", "http://shop.example.com:8080/folder", "https://8.8.8.8/"]


@pytest.mark.parametrize("url", ALWAYS_FORBIDDEN)
@pytest.mark.parametrize("private_allowed", [True, False])
def test_what_no_store_may_be(settings, url, private_allowed):
    settings.STORES_MAY_BE_PRIVATE = private_allowed
    assert why_forbidden_url(url)


@pytest.mark.parametrize("url", PRIVATE)
def test_private_networks_only_when_the_project_says_so(settings, url):
    settings.STORES_MAY_BE_PRIVATE = False
    assert "STORES_MAY_BE_PRIVATE" in (why_forbidden_url(url) or "")
    settings.STORES_MAY_BE_PRIVATE = True
    assert why_forbidden_url(url) is None


@pytest.mark.parametrize("url", FINE)
def test_public_addresses_are_fine(settings, url):
    settings.STORES_MAY_BE_PRIVATE = False
    assert why_forbidden_url(url) is None
    validate_store_url(url)


def test_a_zone_of_an_ipv6_peer_is_no_obstacle():
    assert why_forbidden_address("fe80::1%eth0")


@pytest.mark.parametrize(
    "url", ["https://shop.example/?a=1", "https://shop.example/#top", "https://"]
)
def test_a_store_address_is_an_address_alone(url):
    with pytest.raises(ValidationError):
        validate_store_url(url)


@pytest.mark.parametrize("url", ["https://shop.example/orders", "javascript:{order_id}"])
def test_an_order_view_url_needs_http_and_a_place_for_the_number(url):
    with pytest.raises(ValidationError):
        validate_order_view_url(url)
    validate_order_view_url("https://shop.example/admin.php?order_id={order_id}")
