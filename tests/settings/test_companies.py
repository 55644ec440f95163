"""Manage Companies, the create wizard, Company details, deactivation, last used company."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from jobs.models import Job
from orders.importing.schedule import start_due_imports
from settings.models import Company, Membership
from tests.factories import a_company, a_user

pytestmark = pytest.mark.django_db


def a_picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, kind)
    return file.getvalue()


def details(company: Company, **changes: object) -> dict[str, object]:
    """What Company details says, as the form sends it."""
    sent = {
        "name": company.name,
        "time_zone": company.time_zone,
        "currency": company.currency,
        "late_after_days": 3,
    }
    return {**sent, **changes}


def page(name: str, company: Company) -> str:
    return reverse(name, args=[company.pk])


def test_the_wizard_asks_for_the_name_then_the_address(staff):
    first = staff.post(reverse("company_create"), {"name": "Fjord Goods"})
    assert "Step 2 of 2" in first.content.decode()
    assert not Company.objects.filter(name="Fjord Goods").exists()
    answer = staff.post(
        reverse("company_create"),
        {"name": "Fjord Goods", "add": "", "city": "Bergen", "country": "NO"},
    )
    company = Company.objects.get(name="Fjord Goods")
    assert answer.url == page("company_detail", company)
    assert (company.city, company.country.name) == ("Bergen", "Norway")
    assert [str(role) for role in company.memberships.get().roles.all()] == ["Client Admin"]


def test_a_name_that_is_taken_is_refused_at_the_first_step(staff, company):
    answer = staff.post(reverse("company_create"), {"name": company.name})
    assert "already exists" in answer.content.decode()


def test_details_are_saved_and_shown(staff, company):
    changes = {"email": "desk@example.com", "time_zone": "Europe/Oslo", "currency": "nok"}
    staff.post(page("company_detail", company), details(company, **changes, city="Bergen"))
    company.refresh_from_db()
    assert (company.time_zone, company.currency, company.city) == ("Europe/Oslo", "NOK", "Bergen")
    text = staff.get(page("company_detail", company)).content.decode()
    assert "desk@example.com" in text
    assert "Bergen" in text


def test_what_is_refused_is_not_lost_and_not_half_saved(staff, company):
    answer = staff.post(
        page("company_detail", company),
        details(company, name="New name", email="not an address", city="Bergen"),
    )
    assert "valid email" in answer.content.decode()
    assert 'value="Bergen"' in answer.content.decode()
    company.refresh_from_db()
    assert (company.name == "New name", company.city) == (False, "")


def test_a_logo_is_kept_shown_replaced_and_removed(staff, company):
    def upload(**changes: object) -> str:
        staff.post(page("company_detail", company), details(company, **changes))
        company.refresh_from_db()
        return str(company.logo.name)

    first = upload(logo=SimpleUploadedFile("logo.png", a_picture()))
    answer = staff.get(page("company_logo", company))
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == (
        "image/png",
        a_picture(),
    )
    second = upload(logo=SimpleUploadedFile("logo.jpg", a_picture("JPEG")))
    assert second.endswith(".jpg")
    assert second != first
    assert upload(remove_logo="on") == ""
    assert staff.get(page("company_logo", company)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_replaced_logo_leaves_the_storage(staff, company):
    file = SimpleUploadedFile("logo.png", a_picture())
    staff.post(page("company_detail", company), details(company, logo=file))
    company.refresh_from_db()
    name = str(company.logo.name)
    assert default_storage.exists(name)
    staff.post(page("company_detail", company), details(company, remove_logo="on"))
    assert not default_storage.exists(name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("logo.png", b"<svg onload=alert(1)>", "not a picture"),
        ("logo.png", b"", "empty"),
        ("logo.html", a_picture(), "not allowed"),
        ("logo.png", a_picture("GIF"), "GIF picture"),
        ("logo.png", a_picture(size=(4001, 1)), "larger than 4000 pixels"),
        ("logo.png", a_picture() + b"\0" * 1024 * 1024, "larger than 1 MB"),
    ],
)
def test_only_a_picture_of_a_sensible_size_is_a_logo(staff, company, name, content, words):
    file = SimpleUploadedFile(name, content)
    answer = staff.post(page("company_detail", company), details(company, logo=file))
    errors = answer.context["general"].errors["logo"]
    assert any(words in error or "valid image" in error for error in errors), errors
    company.refresh_from_db()
    assert not company.logo


def test_a_huge_request_is_refused_before_it_is_read(staff, company, settings):
    settings.LARGEST_REQUEST = 1000
    file = SimpleUploadedFile("logo.png", b"\0" * 2000)
    answer = staff.post(page("company_detail", company), {"logo": file})
    assert answer.status_code == 413
    assert b"too large" in answer.content


def test_a_deactivated_company_is_out_of_sight_and_at_rest(staff, company):
    staff.post(page("company_deactivation", company), follow=True)
    assert company.name not in staff.get(reverse("company_list")).content.decode()
    assert staff.get(page("website_general", company)).status_code == 404
    assert start_due_imports() == []
    listed = staff.get(reverse("company_list") + "?status=deactivated").content.decode()
    assert company.name in listed
    staff.post(page("company_reactivation", company))
    assert company.name in staff.get(reverse("company_list")).content.decode()
    assert Job.objects.count() == 0


def test_company_settings_goes_to_the_company_used_last(client):
    first, second = a_company("Alder"), a_company("Birch")
    client.force_login(a_user(first, second))
    assert client.get(reverse("company_last")).url == page("company_detail", first)
    client.get(page("website_general", second))
    assert client.get(reverse("company_last")).url == page("company_detail", second)
    Membership.objects.filter(company=second).delete()
    assert client.get(reverse("company_last")).url == page("company_detail", first)


def test_the_grid_is_narrowed_by_name(staff, company):
    assert company.name in staff.get(reverse("company_list") + "?q=compan").content.decode()
    text = staff.get(reverse("company_list") + "?q=nobody").content.decode()
    assert "No company fits these filters." in text


def test_another_host_must_be_confirmed_to_be_the_same_store(staff, company):
    sent = {"store_type": "custom", "plugin": "CsCart", "store_url": "https://moved.example"}
    answer = staff.post(page("website_general", company), sent)
    assert "127.0.0.1:9. Tick this if it moved." in answer.content.decode()
    staff.post(page("website_general", company), sent | {"is_same_store": "on", "api_key": "new"})
    company.connection.refresh_from_db()
    assert company.connection.store_url == "https://moved.example"


def test_a_store_type_that_is_not_installed_says_so(staff, company):
    sent = {"store_type": "magento", "store_url": company.connection.store_url}
    answer = staff.post(page("website_general", company), sent)
    assert "Magento is not installed here." in answer.content.decode()
