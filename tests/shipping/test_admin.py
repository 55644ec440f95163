"""Django admin of mappings."""

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import User

from shipping.models import MethodMapping, ShippingDefaults, ShippingService
from shipping.save_mapping import version_of
from tests.factories import a_company

pytestmark = pytest.mark.django_db

ADD = "/admin/shipping/methodmapping/add/"


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("root"))
    return client


def row(company, name: str) -> dict[str, object]:
    service = ShippingService.objects.get(code="UPS_GROUND")
    return {"company": company.pk, "name": name, "service": service.pk}


def test_a_mapping_is_made_changed_and_deleted_and_the_page_is_told(admin):
    company = a_company()
    admin.post(ADD, row(company, "Ground"))
    made = MethodMapping.objects.get()
    url = f"/admin/shipping/methodmapping/{made.pk}/"
    admin.post(f"{url}change/", row(company, "Standard"))
    assert MethodMapping.objects.get().normal_name == "standard"
    admin.post(f"{url}delete/", {"post": "yes"})
    assert not MethodMapping.objects.exists()
    assert version_of(company) == 3
    logged = LogEntry.objects.filter(
        content_type__model="methodmapping", additional_data__company_id=company.pk
    )
    assert logged.count() == 3


def test_several_are_deleted_at_once(admin):
    company = a_company()
    for name in ("A", "B"):
        admin.post(ADD, row(company, name))
    keys = list(MethodMapping.objects.values_list("pk", flat=True))
    sent = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    admin.post("/admin/shipping/methodmapping/", sent)
    assert not MethodMapping.objects.exists()
    assert version_of(company) == 3


def test_a_name_twice_is_refused_with_a_sentence(admin):
    company = a_company()
    admin.post(ADD, row(company, "Ground"))
    page = admin.post(ADD, row(company, " GROUND ")).content.decode()
    assert "mapped already" in page
    admin.post(ADD, row(a_company(), "Ground"))  # another company's
    assert MethodMapping.objects.count() == 2


def test_company_defaults_are_changed(admin):
    company = a_company()
    service = ShippingService.objects.get(code="UPS_GROUND")
    admin.post(
        "/admin/shipping/shippingdefaults/add/", {"company": company.pk, "domestic": service.pk}
    )
    assert ShippingDefaults.objects.get(company=company).domestic == service
    assert version_of(company) == 1
