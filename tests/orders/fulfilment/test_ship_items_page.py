"""The pages of packages: Ship Items, edit, correct, Set Unshipped."""

import pytest
from django.test import Client

from orders.importing.intake import receive, receive_shipments
from orders.models import Order, Package
from shipping.models import ShippingService
from tests.factories import a_line, a_store_order, a_store_shipment, a_user

NUMBER = "1Z999AA10123456784"
GROUND = "UPS – Ground (UPS_GROUND)"


@pytest.fixture
def order(company):
    receive(company, [a_store_order("97", lines=(a_line("11"), a_line("12", name="Mug")))])
    order = Order.objects.get()
    service = ShippingService.objects.get(code="UPS_GROUND")
    order.shipping_groups.update(service=service)
    return order


@pytest.fixture
def staff(order) -> Client:
    browser = Client()
    browser.force_login(a_user(order.company, username="kim", roles=("Ship",)))
    return browser


def url(order: Order) -> str:
    return f"/orders/{order.pk}/packages/new/"


def typed(order: Order, *packages: dict[str, object], act: str = "confirm") -> dict[str, object]:
    """What the form sends; a package says `shirts` and `mugs`, and what else differs."""
    shirts, mugs = (order.lines.get(store_line_id=key).pk for key in ("11", "12"))
    data: dict[str, object] = {"act": act, "package": []}
    for number, package in enumerate(packages, start=1):
        fields = {"service": GROUND, "tracking_number": "", "shipped_on": "2026-11-20", **package}
        fields[f"quantity_{shirts}"] = fields.pop("shirts", "")
        fields[f"quantity_{mugs}"] = fields.pop("mugs", "")
        data["package"] = [*data["package"], str(number)]  # type: ignore[misc]
        data |= {f"{number}-{name}": value for name, value in fields.items()}
    return data


def test_it_offers_all_that_is_left_by_the_orders_service(staff, order):
    form = staff.get(url(order)).context["form"]
    (package,) = form.rows
    assert package["service"].value() == GROUND
    assert [(line.name, most, field.value()) for line, most, field in package.rows] == [
        ("T-shirt", 2, 2),
        ("Mug", 2, 2),
    ]


def test_two_packages_leave_by_one_form(staff, order):
    first = {"shirts": 2, "tracking_number": NUMBER, "cost": "4.20", "weight": "0.5"}
    data = typed(order, first, {"mugs": 1, "service": ""}, {})
    page = staff.post(url(order), data, follow=True).content.decode()
    assert "2 packages were Ship Confirmed." in page
    one, two = Package.objects.order_by("pk")
    assert (one.tracking_number, str(one.cost), str(one.weight)) == (NUMBER, "4.20", "0.500")
    assert (str(one.service), two.service) == (GROUND, None)
    order.refresh_from_db()
    assert order.shipping_status == "partially_shipped"
    assert f"https://www.ups.com/track?tracknum={NUMBER}" in page
    assert '4.20 <span class="currency">USD</span>' in page


def test_another_package_is_added_without_javascript(staff, order):
    data = typed(order, {"shirts": 1, "tracking_number": "T"}, act="add")
    form = staff.post(url(order), data).context["form"]
    first, second = form.rows
    assert first["tracking_number"].value() == "T"
    assert [field.value() for _, _, field in first.rows] == ["1", ""]
    assert [field.value() for _, _, field in second.rows] == [0, 0]
    assert not Package.objects.exists()


@pytest.mark.parametrize(
    ("package", "sentence"),
    [
        ({"shirts": 3}, "Only 2 left."),
        ({}, "Enter how many of the items go into a package."),
        ({"tracking_number": NUMBER}, "This package has no items. Enter quantities."),
        ({"shirts": 1, "service": "Owl"}, "“Owl” is no Shipping Method."),
        ({"shirts": 1, "shipped_on": "2026-10-31"}, "before the order was placed"),
        ({"shirts": 1, "shipped_on": "2999-01-01"}, "is in the future."),
        ({"shirts": 1, "shipped_on": ""}, "This field is required."),
        ({"shirts": 1, "weight": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(staff, order, package, sentence):
    answer = staff.post(url(order), typed(order, package))
    assert sentence in answer.content.decode()
    number = answer.context["form"].rows[0]["tracking_number"].value()
    assert number == package.get("tracking_number", "")
    assert not Package.objects.exists()


def test_an_odd_tracking_number_is_asked_about_once(staff, order):
    data = typed(order, {"shirts": 1, "tracking_number": "1Z999AA10123456785"})
    answer = staff.post(url(order), data)
    (doubt,) = answer.context["doubts"]
    assert "no UPS tracking number" in doubt
    assert not Package.objects.exists()
    staff.post(url(order), {**data, "doubt": [doubt]})
    assert Package.objects.get().tracking_number == "1Z999AA10123456785"


def test_save_packs_and_the_order_page_confirms_edits_and_deletes(staff, order):
    staff.post(url(order), typed(order, {"shirts": 1}, act="save"))
    package = Package.objects.get()
    page = staff.get(f"/orders/{order.pk}/").content.decode()
    assert f"/orders/packages/{package.pk}/confirmation/" in page
    form = staff.get(f"/orders/packages/{package.pk}/").context["form"]
    assert [(most, field.value()) for _, most, field in form.rows] == [(2, 1), (2, None)]
    shirts = order.lines.get(store_line_id="11").pk
    edit = {"service": GROUND, "tracking_number": NUMBER, "shipped_on": "2026-11-20"}
    edit[f"quantity_{shirts}"] = "2"
    staff.post(f"/orders/packages/{package.pk}/", edit)
    assert [str(row) for row in package.lines.all()] == ["2 × T-shirt"]
    staff.post(f"/orders/packages/{package.pk}/confirmation/")
    page = staff.post(f"/orders/packages/{package.pk}/deletion/", follow=True).content.decode()
    assert "The package has left." in page
    assert Package.objects.get().confirmed_at is not None


def test_a_tracking_number_is_corrected(staff, order):
    staff.post(url(order), typed(order, {"shirts": 1, "tracking_number": NUMBER}))
    package = Package.objects.get()
    address = f"/orders/packages/{package.pk}/"
    assert "Correct tracking" in staff.get(address).content.decode()
    page = staff.post(
        address, {"tracking_number": "1Z5R89390357567127", "service": GROUND}, follow=True
    ).content.decode()
    assert "Order Shipping updated." in page
    package.refresh_from_db()
    assert package.tracking_number == "1Z5R89390357567127"


def test_set_unshipped_asks_and_then_marks(staff, order):
    staff.post(url(order), typed(order, {"shirts": 2, "mugs": 2}))
    address = f"/orders/{order.pk}/unshipping/"
    sentence = (
        f"You are about to mark Order {order.pk} as unshipped. This action can not be undone."
    )
    assert sentence in staff.get(address).content.decode()
    assert "Order marked as unshipped." in staff.post(address, follow=True).content.decode()
    order.refresh_from_db()
    assert (order.order_status, order.shipping_status) == ("in_process", "unshipped")


def test_set_unshipped_says_why_not(staff, order):
    receive_shipments(order.company, [a_store_shipment("14")])
    page = staff.get(f"/orders/{order.pk}/unshipping/").content.decode()
    assert "Set Unshipped removes nothing there" in page


def test_the_menu_offers_it_and_says_why_not(staff, order):
    assert url(order) in staff.get(f"/orders/{order.pk}/").content.decode()
    Order.objects.update(payment_status="no_payment")
    page = staff.get(f"/orders/{order.pk}/").content.decode()
    assert "The order is not paid (No Payment)." in page
    assert "Ship Items is not possible." in staff.get(url(order)).content.decode()


def test_packers_see_where_it_goes_and_what_the_customer_wrote(staff, order):
    Order.objects.update(customer_note="Ring twice.")
    page = " ".join(staff.get(url(order)).content.decode().split())
    assert "12 Quay Rd" in page
    assert "Ring twice." in page
    assert "Courier, 2-3 days" in page
    field = page[page.index('name="1-tracking_number"') :].split(">")[0]
    assert "autofocus" in field
    assert "data-scan" in field
