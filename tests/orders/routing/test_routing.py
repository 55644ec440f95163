"""Applying the mapping again, choosing by hand, previewing, and what is not mapped."""

import pytest
from auditlog.models import LogEntry
from django.test import Client

from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from notices.models import Notice, NoticeKind
from orders.importing.intake import receive
from orders.models import EventKind, Order, OrderStatus, ShippingStatus
from orders.routing.mapping_effect import effects_of_mapping
from orders.routing.unmapped_methods import unmapped_methods
from shipping.models import MethodMapping, ShippingDefaults, WebsiteMethod
from shipping.service_choice import mapping_of
from stores.errors import StoreUnavailable
from stores.port import StoreShippingMethod
from tests.factories import a_company, a_job, a_store_order, a_user, an_address
from tests.orders.routing.test_choose_services import group, service, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = a_company()
    company.country = "US"
    company.save()
    return company


@pytest.fixture
def staff(company):
    browser = Client()
    browser.force_login(a_user(company, username="kim"))
    return browser


def order(number: str) -> Order:
    return Order.objects.get(store_order_id=number)


@pytest.fixture
def unmapped(company):
    """Three orders with an unmapped method, of which one has been shipped here."""
    receive(company, [a_store_order(n, shipping_groups=(group("Owl", "7"),)) for n in "123"])
    Order.objects.filter(store_order_id="3").update(shipping_status=ShippingStatus.FULLY_SHIPPED)
    return company


def apply(company) -> Job:
    job = a_job(company, kind="apply_mapping")
    run_job(job.pk)
    job.refresh_from_db()
    return job


def map_owl(company, code: str = "UPS_GROUND", **fields) -> None:
    MethodMapping.objects.create(company=company, name="owl", service=service(code), **fields)


def test_applying_gives_unshipped_orders_their_service(unmapped):
    map_owl(unmapped, is_rush=True)
    job = apply(unmapped)
    assert (job.status, job.counts) == (JobStatus.COMPLETED, {"updated": 2})
    assert services(order("1")) == [("UPS_GROUND", True, "mapping")]
    assert order("1").is_rush
    assert not order("1").needs_shipping_method
    assert services(order("3")) == [("", False, "none")]  # shipped
    event = order("1").events.get(kind=EventKind.SHIPPING_METHOD)
    assert event.message == (
        "Shipping method of “Owl”: UPS – Ground (UPS_GROUND), Rush, by the mapping. It was none."
    )
    logged = LogEntry.objects.get_for_object(order("1")).latest("pk")
    assert logged.changes == {
        "ShippingServiceSelected": ["none", "UPS – Ground (UPS_GROUND), Rush"]
    }


def test_applying_twice_changes_nothing_more(unmapped):
    map_owl(unmapped)
    apply(unmapped)
    events = order("1").events.count()
    assert apply(unmapped).counts == {"unchanged": 2}
    assert order("1").events.count() == events


def test_applying_leaves_closed_orders_alone(unmapped):
    Order.objects.filter(store_order_id="1").update(order_status=OrderStatus.CANCELLED)
    map_owl(unmapped)
    assert apply(unmapped).counts == {"updated": 1}


def test_applying_takes_a_service_away_with_its_mapping(unmapped):
    map_owl(unmapped)
    apply(unmapped)
    MethodMapping.objects.all().delete()
    ShippingDefaults.objects.create(company=unmapped, domestic=service("USPS_PRIORITY"))
    apply(unmapped)
    assert services(order("1")) == [("USPS_PRIORITY", False, "default")]


def test_a_service_chosen_by_hand_stays(unmapped, staff):
    choose(staff, order("1"), "DHL_PAKET")
    map_owl(unmapped)
    assert effects_of_mapping(unmapped, mapping_of(unmapped))[0].orders == 1
    apply(unmapped)
    assert services(order("1")) == [("DHL_PAKET", False, "by_hand")]
    assert services(order("2")) == [("UPS_GROUND", False, "mapping")]


def choose(staff, chosen_for: Order, text: str, **more):
    key = chosen_for.shipping_groups.get().pk
    url = f"/orders/{chosen_for.pk}/shipping-method/"
    rush = {f"rush_{key}": "on"} if more.get("rush") else {}
    return staff.post(url, {f"service_{key}": text, **rush}, follow=True)


def test_choosing_by_hand_is_told_on_the_order(unmapped, staff):
    page = choose(staff, order("1"), "DHL_PAKET", rush=True).content.decode()
    assert "The shipping method was saved." in page
    assert "DHL Paket – Paket (DHL_PAKET)" in page
    assert order("1").is_rush
    event = order("1").events.get(kind=EventKind.SHIPPING_METHOD)
    assert str(event.by) == "kim"


def test_an_empty_field_follows_the_mapping_again(unmapped, staff):
    map_owl(unmapped)
    choose(staff, order("1"), "DHL_PAKET")
    choose(staff, order("1"), "")
    assert services(order("1")) == [("UPS_GROUND", False, "mapping")]


def test_what_is_no_service_is_refused_and_stays_in_the_field(unmapped, staff):
    page = choose(staff, order("1"), "Owl post").content.decode()
    assert "“Owl post” is no Shipping Method" in page
    assert 'value="Owl post"' in page
    assert (
        "leave Rush Service as it was" in choose(staff, order("1"), "", rush=True).content.decode()
    )
    assert services(order("1")) == [("", False, "none")]


def test_a_shipped_order_keeps_its_service(unmapped, staff):
    page = choose(staff, order("3"), "DHL_PAKET").content.decode()
    assert "its shipping method stays as it is" in page
    assert services(order("3")) == [("", False, "none")]


def test_the_preview_counts_without_saving(unmapped, staff):
    receive(
        unmapped,
        [a_store_order("4", shipping_groups=(group("Pigeon", "8"),),
                       shipping_address=an_address(country="DE"))],
    )  # fmt: skip
    url = f"/companies/{unmapped.pk}/website/shipping-method-mapping/preview/"
    sent = {
        "version": 0, "key": ["n1"], "name": ["Owl"], "service": ["UPS_GROUND"], "stamp": [""],
        "default_international": "UPS_SAVER",
    }  # fmt: skip
    answer = staff.post(url, sent)
    touches = [(t.method_name, t.orders, t.would_be) for t in answer.context["effects"]]
    assert touches == [
        ("Owl", 2, "UPS – Ground (UPS_GROUND)"),
        ("Pigeon", 1, "UPS – Worldwide Saver (UPS_SAVER)"),
    ]
    assert not MethodMapping.objects.exists()
    assert services(order("1")) == [("", False, "none")]
    refused = staff.post(url, sent | {"service": ["Owl post"]})
    assert "cannot be saved yet" in refused.content.decode()


def test_the_preview_is_what_applying_does(unmapped):
    map_owl(unmapped)
    assert sum(touch.orders for touch in effects_of_mapping(unmapped, mapping_of(unmapped))) == 2
    apply(unmapped)
    assert effects_of_mapping(unmapped, mapping_of(unmapped)) == []


def test_unmapped_methods_with_counts(unmapped):
    receive(unmapped, [a_store_order("4", shipping_groups=(group(" OWL ", "7"),))])
    now = order("1").placed_at
    WebsiteMethod.objects.create(company=unmapped, store_shipping_id="9", name="Raven", read_at=now)
    WebsiteMethod.objects.create(
        company=unmapped, store_shipping_id="10", name="Dodo", read_at=now, is_active=False
    )
    found = unmapped_methods(unmapped, mapping_of(unmapped))
    assert [(method.name.strip().lower(), method.orders, method.is_listed) for method in found] == [
        ("owl", 4, False),
        ("raven", 0, True),
    ]
    assert found[0].last_seen_at == now
    map_owl(unmapped)
    assert [method.name for method in unmapped_methods(unmapped, mapping_of(unmapped))] == ["Raven"]


def test_the_page_lists_them_and_apply_is_a_job(unmapped, staff):
    url = f"/companies/{unmapped.pk}/website/shipping-method-mapping/"
    page = staff.get(url).content.decode()
    assert "2 orders: Needs shipping method" in " ".join(page.split())
    assert "add=Owl" in page
    answer = staff.post(f"{url}application/")
    job = Job.objects.get(kind="apply_mapping")
    assert answer.url == f"/jobs/{job.pk}/"
    listed = staff.get("/orders/?needs_method=1").context["page"].orders
    assert {found.store_order_id for found in listed} == {"1", "2"}


def test_the_notice_ends_when_all_is_mapped(company, fake_store):
    fake_store.put(a_store_order("1", shipping_groups=(group("Owl", "7"),)))
    job = a_job(company)
    run_job(job.pk)
    notice = Notice.objects.open().get(kind=NoticeKind.UNMAPPED_METHODS)
    assert notice.count == 1
    map_owl(company)
    apply(company)
    assert not Notice.objects.open().filter(kind=NoticeKind.UNMAPPED_METHODS).exists()


def test_the_stores_own_list_is_read_and_renames_are_noted(company, fake_store):
    MethodMapping.objects.create(
        company=company, name="Owl", service=service("UPS_GROUND"), store_shipping_id="7"
    )
    fake_store.listed_methods = [
        StoreShippingMethod(store_shipping_id="7", name="Eagle owl", is_active=True),
        StoreShippingMethod(store_shipping_id="8", name="Raven", is_active=False),
    ]
    job = a_job(company, kind="read_methods")
    run_job(job.pk)
    job.refresh_from_db()
    assert job.counts == {"methods": 2}
    assert MethodMapping.objects.get().renamed_to == "Eagle owl"
    fake_store.listed_methods.pop()
    run_job(a_job(company, kind="read_methods").pk)
    assert WebsiteMethod.objects.get().name == "Eagle owl"


def test_a_store_that_does_not_answer_fails_the_reading(company, fake_store):
    fake_store.fails_with = StoreUnavailable("The store is asleep.")
    job = a_job(company, kind="read_methods")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == (JobStatus.FAILED, "The store is asleep.")
