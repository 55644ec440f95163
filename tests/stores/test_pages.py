"""Website updates and Delayed Tracking Settings, as people use them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice, NoticeKind
from stores.delivery import pausing
from stores.errors import StoreUnavailable
from stores.models import ChangeKind, ChangeState, OutgoingChange, StoreState, TrackingDelay
from tests.factories import a_company, a_user


@pytest.fixture
def people(client, warehouse):
    client.force_login(a_user(warehouse.company))
    return client


def stuck(warehouse, number: str, reason: str = "The store refused it.") -> OutgoingChange:
    warehouse.ship(number, f"1Z{number}")
    OutgoingChange.objects.filter(store_order_id=number).update(
        state=ChangeState.STUCK, last_error=reason, attempts=2
    )
    return OutgoingChange.objects.get(store_order_id=number)


def page(client, **query) -> str:
    return str(client.get(reverse("outgoing_list"), query).content.decode())


def act(client, verb: str, query: str = "", **data):
    return client.post(f"{reverse('outgoing_action')}?{query}", {"verb": verb, **data}, follow=True)


def test_the_page_says_what_is_stuck_why_and_after_how_many_tries(people, warehouse):
    change = stuck(warehouse, "97")
    text = page(people)
    assert "The store refused it." in text
    assert "ups 1Z97" in text
    assert reverse("order_detail", args=[change.payload["order_id"]]) in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"state": "stuck"}, {"97"}),
        ({"state": "undelivered"}, {"97", "98"}),
        ({"order": "#98"}, {"98"}),
        ({"kind": "status"}, set()),
        ({"company": "0"}, set()),
        ({"state": "nonsense", "company": "x"}, {"97", "98"}),
    ],
)
def test_filters_narrow_the_page(people, warehouse, query, shown):
    stuck(warehouse, "97")
    warehouse.ship("98", "1Z98")
    text = page(people, **query)
    assert {number for number in ("97", "98") if f"1Z{number}" in text} == shown


def test_ticked_updates_are_sent_again(people, warehouse):
    change = stuck(warehouse, "97")
    answer = act(people, "send_again", change=[change.pk])
    change.refresh_from_db()
    assert change.state == ChangeState.WAITING
    assert "1 update sent again." in answer.content.decode()


def test_all_that_fit_the_filters_are_dismissed_and_no_other(people, warehouse):
    for number in ("1", "2", "3"):
        stuck(warehouse, number)
    warehouse.ship("4", "1Z4")
    act(people, "dismiss", "state=stuck", all="1")
    states = OutgoingChange.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [ChangeState.DISMISSED] * 3 + [ChangeState.WAITING]


def test_what_cannot_be_done_is_said_once_with_its_count(people, warehouse):
    changes = [stuck(warehouse, number) for number in ("1", "2")]
    OutgoingChange.objects.update(state=ChangeState.SENT)
    answer = act(people, "send_again", change=[change.pk for change in changes])
    assert "not possible for 2: The website has been told of it already." in (
        answer.content.decode()
    )


def test_another_companys_updates_are_neither_shown_nor_touched(people, warehouse):
    change = stuck(warehouse, "97")
    OutgoingChange.objects.update(company=a_company("Theirs"))
    assert "1Z97" not in page(people)
    act(people, "dismiss", change=[change.pk])
    change.refresh_from_db()
    assert change.state == ChangeState.STUCK


def test_who_may_only_look_cannot_decide(client, warehouse):
    change = stuck(warehouse, "97")
    client.force_login(a_user(warehouse.company, roles=("View",)))
    assert "Mark as notified" not in page(client)
    assert act(client, "dismiss", change=[change.pk]).status_code == 403


def test_a_paused_store_says_since_when_and_why_and_can_be_tried_now(people, warehouse):
    warehouse.ship("97")
    state = StoreState.of(warehouse.company)
    pausing.pause(warehouse.company, state, StoreUnavailable("The store cannot be reached."))
    text = page(people)
    assert "paused since" in text
    assert "The store cannot be reached." in text
    people.post(reverse("store_retry", args=[warehouse.company.pk]))
    assert not StoreState.objects.get().is_paused
    warehouse.deliver()
    assert warehouse.store.writes == ["shipment of 97"]


def test_stopped_statuses_can_be_switched_on_again(people, warehouse):
    pausing.stop_statuses(warehouse.company, StoreState.of(warehouse.company), "A total moved.")
    assert "A total moved." in page(people)
    people.post(reverse("statuses_allowed", args=[warehouse.company.pk]))
    assert StoreState.objects.get().statuses_stopped_at is None
    assert not Notice.objects.open().filter(kind=NoticeKind.STATUSES_STOPPED).exists()


def test_updates_that_wait_for_a_switch_are_counted(people, warehouse):
    warehouse.ship("97")
    warehouse.company.website_options.allow_tracking_upload = False
    warehouse.company.website_options.save()
    assert "1 update waits and leaves as soon as it is switched on" in " ".join(
        page(people).split()
    )


def test_the_bell_leads_to_the_stuck_updates(people, warehouse):
    stuck(warehouse, "97")
    pausing.update_stuck_notice(warehouse.company)
    notice = Notice.objects.open().get(kind=NoticeKind.TRACKING_STUCK)
    assert "1Z97" in people.get(notice.link).content.decode()


def test_new_delays_apply_to_what_waits_already(people, warehouse):
    warehouse.ship("97")
    url = reverse("tracking_delay", args=[warehouse.company.pk])
    people.post(url, {"min_hours": "5", "mails_customer": ""})
    change = OutgoingChange.objects.get(kind=ChangeKind.SHIPMENT)
    assert change.not_before == change.created_at + timedelta(hours=5)
    assert change.payload["may_mail"] is False
    warehouse.deliver()
    assert warehouse.store.writes == []
    people.post(url, {"min_hours": "0", "mails_customer": "on"})
    warehouse.deliver()
    assert warehouse.store.writes == ["shipment of 97"]


def test_delays_out_of_range_are_refused_with_a_sentence(people, warehouse):
    url = reverse("tracking_delay", args=[warehouse.company.pk])
    answer = people.post(url, {"min_hours": "9999"})
    assert "less than or equal to 336" in answer.content.decode()
    assert not TrackingDelay.objects.exists()


def test_a_pause_names_the_time_of_the_next_try(people, warehouse):
    warehouse.ship("97")
    OutgoingChange.objects.update(not_before=timezone.now() + timedelta(hours=3))
    assert "in 2 hours" in page(people).replace("\xa0", " ")
