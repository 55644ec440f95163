"""Tags: put on, taken off, found, shown, exported, and told to label software."""

import pytest
from django.test import Client

from core.refusals import Refused
from orders.api.ready_orders import ready_to_ship
from orders.desk.exporting.export_rows import export_rows_of
from orders.desk.filters import OrderFilters
from orders.models import Order, Tag, TagColour
from orders.state.tagging import add_tag, remove_tag
from tests.factories import a_company, a_user, an_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def order(company) -> Order:
    return an_order(company)


@pytest.fixture
def kim(company):
    return a_user(company, username="kim")


@pytest.fixture
def staff(kim) -> Client:
    browser = Client()
    browser.force_login(kim)
    return browser


def names(order: Order) -> list[str]:
    return [tag.name for tag in order.tags.all()]


def test_a_name_is_one_tag_of_its_company_whatever_its_letters(order, kim):
    first = add_tag(order, "  Gift   wrap ", colour=TagColour.BLUE, by=kim)
    other = an_order(order.company, "98")
    assert add_tag(other, "gift WRAP", by=kim) == first
    assert (first.name, first.colour) == ("Gift wrap", "busy")
    elsewhere = an_order(a_company(), "1")
    assert add_tag(elsewhere, "Gift wrap", by=kim) != first
    assert Tag.objects.count() == 2


def test_twice_nothing_and_nobody_are_refused(order, kim):
    add_tag(order, "VIP", by=kim)
    with pytest.raises(Refused, match="has the tag “VIP” already"):
        add_tag(order, "vip", by=kim)
    with pytest.raises(Refused, match="Enter the name"):
        add_tag(order, "  ", by=kim)
    with pytest.raises(Refused, match="has no tag “Gift”"):
        remove_tag(order, "Gift", by=kim)


def test_the_timeline_says_who_tagged_it(order, kim):
    add_tag(order, "VIP", by=kim)
    remove_tag(order, "vip", by=kim)
    assert names(order) == []
    told = list(order.events.order_by("pk").values_list("message", "by"))
    assert told[-2:] == [("Tagged: VIP.", kim.pk), ("Tag taken off: VIP.", kim.pk)]


def test_from_the_orders_page(staff, order):
    address = f"/orders/{order.pk}/tags/"
    page = staff.post(address, {"name": "<b>VIP</b>", "colour": "bad"}, follow=True)
    text = page.content.decode()
    assert "&lt;b&gt;VIP&lt;/b&gt;" in text
    assert "<b>VIP</b>" not in text
    assert 'class="chip chip-bad"' in text
    staff.post(address, {"remove": "<b>VIP</b>"})
    assert names(order) == []
    text = staff.post(address, {"name": ""}, follow=True).content.decode()
    assert "Enter the name of a tag." in text


def test_who_may_only_look_tags_nothing(company, order):
    browser = Client()
    browser.force_login(a_user(company, username="jo", roles=("Read Only",)))
    assert browser.post(f"/orders/{order.pk}/tags/", {"name": "VIP"}).status_code == 403
    assert names(order) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("vip", {"97"}), ("gift wrap", {"98"}), ("VIP, gift  wrap", {"97", "98"}), ("gift", set())],
)
def test_orders_are_found_by_tag(company, order, kim, text, numbers):
    add_tag(order, "VIP", by=kim)
    add_tag(an_order(company, "98"), "Gift wrap", by=kim)
    an_order(company, "99")
    found = OrderFilters.of({"tag": text}).apply(Order.objects.all(), company.zone)
    assert {one.store_order_id for one in found} == numbers


def test_list_export_and_label_software_show_them(staff, company, order, kim):
    for name in ("VIP", "Gift wrap"):
        add_tag(order, name, by=kim)
    text = staff.get("/orders/?columns=id,tags").content.decode()
    assert text.index('<span class="chip chip-plain">Gift wrap</span>') < text.index(">VIP</span>")
    (row,) = export_rows_of([order.pk], {company.pk: company}, with_lines=False)
    assert row.tags == "Gift wrap, VIP"
    Order.objects.update(needs_shipping_method=False)
    assert ready_to_ship(company, after=0, limit=5).orders[0].tags == ["Gift wrap", "VIP"]
