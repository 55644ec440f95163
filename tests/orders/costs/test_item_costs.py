"""Item costs by SKU: one at a time and as a file, all or nothing."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from orders.costs.item_costs import parse_cost
from orders.models import ItemCost, ItemCostUpload
from settings.models import Company
from tests.factories import a_company, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(client: Client) -> Company:
    """A company with the cost of one mug, and somebody of it signed in."""
    shop = a_company()
    ItemCost.objects.create(company=shop, sku="MUG", cost=Decimal(2))
    client.force_login(a_user(shop))
    return shop


def upload(client: Client, shop: Company, text: str) -> str:
    """Where the upload of a CSV file with this text leads to; '' when it is refused."""
    file = SimpleUploadedFile("costs.csv", text.encode())
    answer = client.post(reverse("item_cost_upload", args=[shop.pk]), {"file": file})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def costs(shop: Company) -> dict[str, Decimal]:
    return dict(ItemCost.objects.filter(company=shop).values_list("sku", "cost"))


def test_a_file_adds_and_changes_after_its_report(client, shop):
    report = upload(client, shop, "SKU;Item Cost\nmug;2,50\nPOSTER;1.2345\n")
    page = client.get(report)
    assert (page.context["report"].added, page.context["report"].changed) == (1, 1)
    assert costs(shop) == {"MUG": Decimal(2)}
    client.post(report)
    assert costs(shop) == {"MUG": Decimal("2.5"), "POSTER": Decimal("1.2345")}
    assert not ItemCostUpload.objects.exists()


def test_one_wrong_line_keeps_the_whole_file_out_and_is_named(client, shop):
    report = upload(client, shop, "SKU,Item Cost\nPOSTER,abc\nMUG,3\nmug,4\n,5\nCUP,-1\n")
    problems = client.get(report).context["report"].problems
    assert [line for line, _ in problems] == [2, 4, 5, 6]
    assert "“mug” stands in line 3 already." in dict(problems)[4]
    client.post(report)
    assert costs(shop) == {"MUG": Decimal(2)}


def test_a_file_without_the_headings_asks_which_column_is_what(client, shop):
    page = upload(client, shop, "a,b\nCUP,2\n")
    assert "Choose the column that holds the SKU" in client.get(page).text
    client.post(page)
    assert costs(shop) == {"MUG": Decimal(2)}
    client.post(page, {"act": "check", "sku": "0", "cost": "1"})
    client.post(page)
    assert costs(shop) == {"MUG": Decimal(2), "CUP": Decimal(2)}


def test_an_export_can_be_imported_again(client, shop):
    ItemCost.objects.create(company=shop, sku="=1+1", cost=Decimal("0.1"))
    exported = client.get(reverse("item_cost_export", args=[shop.pk])).content.decode("utf-8-sig")
    assert "'=1+1" in exported
    page = client.get(upload(client, shop, exported))
    assert page.context["report"].problems == []
    assert (page.context["report"].unchanged, page.context["report"].added) == (2, 0)


def test_one_cost_is_entered_by_hand(client, shop):
    page = reverse("item_cost_list", args=[shop.pk])
    client.post(page, {"sku": "mug", "cost": "7.25"})
    assert costs(shop) == {"MUG": Decimal("7.25")}
    assert "greater than or equal to 0" in client.post(page, {"sku": "x", "cost": "-1"}).text


@pytest.mark.parametrize(
    ("text", "cost"), [("12.50", "12.5"), ("12,50", "12.5"), ("0", "0"), ("1e2", "100")]
)
def test_costs_are_read_as_spreadsheets_write_them(text, cost):
    assert parse_cost(text) == (Decimal(cost), "")


@pytest.mark.parametrize("text", ["", "abc", "-1", "NaN", "Infinity", "1e99", "1.23456"])
def test_what_is_no_cost_is_told(text):
    assert parse_cost(text)[1] != ""
