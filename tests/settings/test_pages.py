"""Manage Companies, Website > General and Cart General."""

import pytest
from django.urls import reverse

from settings.models import StoreConnection, WebsiteOptions
from tests.factories import a_company

KEY = "0123456789abcdef0123456789abcdef"


def page(name: str, company, suffix: str = "") -> str:
    return reverse(name, args=[company.pk]) + suffix


def general(company) -> dict[str, str]:
    """What Website General Settings says, as the form sends it."""
    return {
        "store_type": "custom",
        "plugin": "CsCart",
        "store_url": company.connection.store_url,
    }


def cart(company) -> dict[str, str]:
    """What Cart General says, as the form sends it: without the key."""
    return {
        "store_url": company.connection.store_url,
        "api_email": "a@example.com",
        "api_key": "",
        "addressing": "rewrite",
        "parallel_requests": "4",
        "minutes_between_runs": "5",
    }


@pytest.mark.parametrize("name", ["website_general", "cart_general"])
def test_a_page_is_read_only_until_edit(staff, company, name):
    assert b"Save</button>" not in staff.get(page(name, company)).content
    assert b"Save</button>" in staff.get(page(name, company, "?edit=1")).content


def test_saving_store_type_plugin_and_options(staff, company):
    data = {**general(company), "allow_order_download": "on", "allow_tracking_upload": "on"}
    data |= {"allow_unpaid_orders": "on", "enable_order_download_limit": "on"}
    data["order_download_limit_date"] = "2026-11-01"
    answer = staff.post(page("website_general", company), data)
    assert answer.status_code == 302
    options = WebsiteOptions.objects.get(company=company)
    assert (options.allow_unpaid_orders, options.allow_download_shipped_orders) == (True, False)
    assert options.allow_tracking_upload
    assert str(options.order_download_limit_date) == "2026-11-01"


def test_a_limit_without_a_date_is_refused_beside_the_field_and_nothing_is_lost(staff, company):
    data = {**general(company), "allow_unpaid_orders": "on"}
    answer = staff.post(
        page("website_general", company), data | {"enable_order_download_limit": "on"}
    )
    text = answer.content.decode()
    assert "Enter the first day whose orders are downloaded" in text
    assert answer.context["options"]["allow_unpaid_orders"].value()
    assert not WebsiteOptions.objects.get(company=company).allow_unpaid_orders


def test_a_custom_store_needs_a_plugin(staff, company):
    answer = staff.post(page("website_general", company), {"store_type": "custom", "plugin": ""})
    assert "Choose the plugin of the Custom store." in answer.content.decode()


def test_the_api_key_is_never_shown_and_an_empty_one_keeps_the_saved(staff, company):
    for suffix in ("", "?edit=1"):
        assert KEY not in staff.get(page("cart_general", company, suffix)).content.decode()
    data = cart(company) | {"store_url": "http://127.0.0.1:9/shop/"}
    assert staff.post(page("cart_general", company), data).status_code == 302
    connection = StoreConnection.objects.get(company=company)
    assert (connection.store_url, connection.api_key) == ("http://127.0.0.1:9/shop", KEY)


@pytest.mark.parametrize("url", ["ftp://shop.example", "javascript:alert(1)", "shop"])
def test_only_web_addresses_are_taken(staff, company, url):
    answer = staff.post(page("cart_general", company), cart(company) | {"store_url": url})
    assert answer.context["form"].errors["store_url"] == [
        "Enter a web address that begins with http:// or https://"
    ]


@pytest.mark.parametrize("name", ["website_general", "cart_general"])
def test_another_companys_pages_are_not_there(staff, name):
    assert staff.get(page(name, a_company())).status_code == 404
