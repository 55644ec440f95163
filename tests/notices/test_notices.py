"""The bell: what is wrong, how urgent, dismissed by one person, ended by itself."""

import pytest
from django.urls import reverse

from jobs.run_job import run_job
from notices import board
from notices.models import Notice, NoticeKind
from stores.errors import StoreLoginRejected, StoreUnavailable
from tests.factories import a_company, a_job, a_user

pytestmark = pytest.mark.django_db


def bell_text(client) -> str:
    text: str = client.get(reverse("job_list")).content.decode()
    return text


def test_a_failing_import_rings_until_one_succeeds(staff, company, fake_store):
    fake_store.fails_with = StoreUnavailable("The store did not answer in time.")
    for _ in range(3):
        run_job(a_job(company).pk)
    notice = Notice.objects.get()
    assert (notice.kind, notice.count) == (NoticeKind.IMPORTS_FAILING, 3)
    assert "Notices: 1, the most urgent is high" in bell_text(staff)
    fake_store.fails_with = None
    run_job(a_job(company).pk)
    assert "Notices: 0" in bell_text(staff)
    assert Notice.objects.get().ended_at is not None


def test_a_rejected_login_is_urgent(staff, company, fake_store):
    fake_store.fails_with = StoreLoginRejected("The store rejects the login.")
    run_job(a_job(company).pk)
    board.put_up(company, NoticeKind.UNMAPPED_METHODS, "2 methods.", link="/", count=2)
    assert "Notices: 2, the most urgent is urgent" in bell_text(staff)
    page = staff.get(reverse("notice_list")).content.decode()
    assert page.index("rejects the login") < page.index("2 methods.")


def test_dismissing_is_for_oneself_alone(staff, company, client):
    board.put_up(company, NoticeKind.IMPORTS_FAILING, "Down.", link="/jobs/")
    staff.post(reverse("notice_dismissal", args=[Notice.objects.get().pk]))
    assert "Notices: 0" in bell_text(staff)
    colleague = type(client)()
    colleague.force_login(a_user(company))
    assert "Notices: 1" in bell_text(colleague)
    assert "Down." in staff.get(reverse("notice_list") + "?all=1").content.decode()


def test_a_dismissed_notice_that_ends_and_begins_anew_rings_again(staff, company):
    board.put_up(company, NoticeKind.IMPORTS_FAILING, "Down.", link="/jobs/")
    staff.post(reverse("notice_dismissal_of_all"))
    board.put_up(company, NoticeKind.IMPORTS_FAILING, "Still down.", link="/jobs/")
    assert "Notices: 0" in bell_text(staff)
    board.take_down(company, NoticeKind.IMPORTS_FAILING)
    board.put_up(company, NoticeKind.IMPORTS_FAILING, "Down again.", link="/jobs/")
    assert "Notices: 1" in bell_text(staff)


def test_other_companies_ring_elsewhere(staff):
    board.put_up(a_company(), NoticeKind.IMPORTS_FAILING, "Down.", link="/jobs/")
    assert "Notices: 0" in bell_text(staff)
