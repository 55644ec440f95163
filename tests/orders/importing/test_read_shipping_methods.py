"""Reading the store's own list of shipping methods."""

from jobs.run_job import run_job
from shipping.models import WebsiteMethod
from stores.port import StoreShippingMethod
from tests.factories import a_job


def method(number: str, name: str, *, is_active: bool = True) -> StoreShippingMethod:
    return StoreShippingMethod(store_shipping_id=number, name=name, is_active=is_active)


def read(company):
    job = a_job(company, kind="read_methods")
    run_job(job.pk)
    job.refresh_from_db()
    return job


def names() -> dict[str, str]:
    return dict(WebsiteMethod.objects.values_list("store_shipping_id", "name"))


def test_methods_are_kept_and_those_that_went_are_dropped(company, fake_store):
    fake_store.listed_methods = [method("1", "Owl"), method("2", "Raven"), method("3", "")]
    assert read(company).counts["methods"] == 2
    fake_store.listed_methods = [method("2", "Crow")]
    read(company)
    assert names() == {"2": "Crow"}


def test_a_method_that_cannot_be_kept_stops_no_other(company, fake_store):
    fake_store.listed_methods = [method("1", "Owl"), method("9" * 60, "Dodo"), method("3", "Kite")]
    job = read(company)
    assert job.status == "partial_success"
    assert names() == {"1": "Owl", "3": "Kite"}
    assert job.counts["failed"] == 1


def test_a_method_listed_twice_is_one(company, fake_store):
    fake_store.listed_methods = [method("1", "Owl"), method("1", "Eagle owl")]
    assert read(company).status == "completed"
    assert names() == {"1": "Eagle owl"}


def test_a_name_as_long_as_the_store_allows_is_kept(company, fake_store):
    fake_store.listed_methods = [method("1", "M" * 255), method("2", "N" * 700)]
    read(company)
    assert names() == {"1": "M" * 255, "2": "N" * 500}
