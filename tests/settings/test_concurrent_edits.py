"""Two people edit the same settings."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from settings.models import Company

TICKS = ("allow_order_download", "allow_tracking_upload", "allow_unpaid_orders")


def opened(staff: Client, url: str) -> dict[str, str]:
    """What a browser would send of the page's form if nobody touched it."""
    page = staff.get(f"{url}?edit=1").content.decode()
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r' name="([^"]+)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        is_sent = 'type="checkbox"' not in tag or " checked" in tag
        if name and is_sent:
            sent[name[1]] = unescape(value[1]) if value else ("on" if "checkbox" in tag else "")
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else ""
    return sent


@pytest.fixture
def url(company: Company) -> str:
    return f"/companies/{company.pk}/website/general/"


def options(company: Company):
    company.website_options.refresh_from_db()
    return company.website_options


def test_what_only_the_other_person_changed_stays_theirs(staff: Client, company: Company, url):
    mine = opened(staff, url)
    company.website_options.allow_unpaid_orders = True
    company.website_options.save()
    answer = staff.post(url, mine | {"allow_tracking_upload": "on"})
    assert answer.status_code == 302
    assert options(company).allow_unpaid_orders
    assert options(company).allow_tracking_upload


def limited(company: Company, day: int) -> None:
    chosen = company.website_options
    chosen.enable_order_download_limit = True
    chosen.order_download_limit_date = date(2026, 1, day)
    chosen.save()


def test_what_both_changed_is_asked_with_both_values(staff: Client, company: Company, url):
    limited(company, 1)
    mine = opened(staff, url)
    limited(company, 2)
    answer = staff.post(url, mine | {"order_download_limit_date": "2026-01-03"})
    page = answer.content.decode()
    assert "Somebody changed this meanwhile, to “2026-01-02”" in page
    assert 'value="2026-01-03"' in page
    assert options(company).order_download_limit_date == date(2026, 1, 2)


def both_changed(staff: Client, company: Company, url: str) -> dict[str, str]:
    """What the second person's page sends after the question."""
    limited(company, 1)
    mine = opened(staff, url)
    limited(company, 2)
    mine["order_download_limit_date"] = "2026-01-03"
    page = staff.post(url, mine).content.decode()
    assert 'name="initial-order_download_limit_date" value="2026-01-02"' in page
    return mine | {"initial-order_download_limit_date": "2026-01-02"}


def test_saving_again_keeps_ones_own(staff: Client, company: Company, url):
    staff.post(url, both_changed(staff, company, url))
    assert options(company).order_download_limit_date == date(2026, 1, 3)


def test_a_tick_takes_theirs(staff: Client, company: Company, url):
    again = both_changed(staff, company, url)
    answer = staff.post(url, again | {"theirs-order_download_limit_date": "on"})
    assert answer.status_code == 302
    assert options(company).order_download_limit_date == date(2026, 1, 2)


def test_a_third_change_is_asked_about_too(staff: Client, company: Company, url):
    second = both_changed(staff, company, url)
    limited(company, 4)
    assert "to “2026-01-04”" in staff.post(url, second).content.decode()


@pytest.mark.parametrize(
    ("path", "name", "theirs", "yours"),
    [
        ("", "name", "Harbour Goods", "Pine Goods"),
        ("", "city", "Hamburg", "Bremen"),
        ("website/cart-general/", "api_email", "first@shop.example", "second@shop.example"),
        ("website/cart-general/", "parallel_requests", "2", "3"),
        ("invoice-settings/", "tax_number", "DE111", "DE222"),
        ("data-retention/", "jobs_days", "30", "40"),
    ],
)
def test_every_form_of_a_company_asks(staff: Client, company: Company, path, name, theirs, yours):
    url = f"/companies/{company.pk}/{path}"
    first, second = opened(staff, url), opened(staff, url)
    assert staff.post(url, first | {name: theirs}).status_code == 302
    answer = staff.post(url, second | {name: yours})
    assert f"to “{theirs}”" in answer.content.decode()


def test_an_untouched_form_is_saved_as_before(staff: Client, company: Company, url):
    assert staff.post(url, opened(staff, url)).status_code == 302


def test_the_api_password_is_not_sent_along(staff: Client, company: Company):
    page = staff.get(f"/companies/{company.pk}/website/cart-general/?edit=1").content.decode()
    assert company.connection.api_key
    assert company.connection.api_key not in page
    assert "initial-api_key" not in page


def test_an_address_that_somebody_else_moved_is_never_taken_over_unasked(
    staff: Client, company: Company
):
    url = f"/companies/{company.pk}/website/cart-general/"
    mine = opened(staff, url)
    company.connection.store_url = "https://elsewhere.example"
    company.connection.save()
    page = staff.post(url, mine | {"api_key": "typed-for-the-old-server"}).content.decode()
    assert "to “https://elsewhere.example”" in page
    company.connection.refresh_from_db()
    assert company.connection.api_key != "typed-for-the-old-server"
