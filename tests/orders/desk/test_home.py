"""Home: what needs a person, how orders come in and go out, and orders a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders.desk.overview.chart import DAYS, HEIGHT, chart_of, orders_a_day
from orders.importing.intake import note_failed, receive
from orders.models import Order, OrderStatus
from settings.models import Company
from stores.models import ChangeKind, ChangeState, OutgoingChange, StoreState
from tests.factories import CANCELLED, UNPAID, a_company, a_store_order, a_user

pytestmark = pytest.mark.django_db

# Of the whole page, with session, person and bell.
# The right to refund is asked for the tile that leads to requests.
STATEMENTS = 15


@pytest.fixture
def shop(client: Client) -> Company:
    """A company that downloads orders, with somebody signed in."""
    shop = a_company(allow_order_download=True)
    client.force_login(a_user(shop))
    return shop


def test_it_counts_what_needs_a_person_and_links_to_the_views(client, shop):
    long_ago = timezone.now() - timedelta(days=40)
    receive(shop, [a_store_order(str(number), placed_at=long_ago) for number in (1, 2)])
    receive(shop, [a_store_order("3", status=UNPAID), a_store_order("2", status=CANCELLED)])
    Order.objects.filter(store_order_id="1").update(needs_shipping_method=False)
    note_failed(shop, a_store_order("4"), "Odd.")
    tiles = client.get(reverse("home")).context["tiles"]
    numbers = {tile.label: tile.number for tile in tiles}
    assert numbers == {
        "Ready to ship": "1",
        "Needs attention": "1",
        "Late": "2",
        "Unmapped": "2",
        "Not notified": "0",
        "Unpaid": "1",
        "On hold": "0",
        "Failed to import": "1",
        "Order Action Requests": "0",
    }
    assert {tile.label for tile in tiles if tile.is_alarm} == {
        *("Needs attention", "Late", "Failed to import"),
    }
    for tile in tiles:
        assert client.get(tile.url).status_code == 200


def test_a_tile_shows_as_many_orders_as_it_says(client, shop):
    receive(shop, [a_store_order(str(number), status=UNPAID) for number in range(1, 4)])
    tile = next(t for t in client.get(reverse("home")).context["tiles"] if t.label == "Unpaid")
    assert len(client.get(tile.url).context["page"].orders) == int(tile.number) == 3


def post(shop: Company, key: str, state: ChangeState) -> OutgoingChange:
    return OutgoingChange.objects.create(
        company=shop, store_order_id="1", kind=ChangeKind.SHIPMENT, key=key, state=state
    )


def test_it_says_what_the_website_has_not_heard_yet(client, shop):
    oldest = post(shop, "a", ChangeState.WAITING)
    for key, state in zip("bcde", ("waiting", "stuck", "sent", "dismissed"), strict=True):
        post(shop, key, ChangeState(state))
    (row,) = client.get(reverse("home")).context["health"]
    assert (row.waiting, row.stuck, row.oldest_at) == (2, 1, oldest.created_at)
    assert row.next_run_at is not None


def test_a_paused_store_is_shown(client, shop):
    state = StoreState.of(shop)
    state.paused_at = timezone.now()
    state.save()
    assert "Paused since" in client.get(reverse("home")).text


def test_orders_a_day_counts_the_days_of_the_zone(shop):
    just_before = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)
    first = datetime(2026, 11, 12, 0, 0, tzinfo=UTC) - timedelta(days=DAYS - 1)
    times = [just_before, just_before + timedelta(hours=1), first, first - timedelta(seconds=1)]
    receive(shop, [a_store_order(str(n), placed_at=at) for n, at in enumerate(times, start=1)])
    void = a_store_order("9", placed_at=just_before)
    receive(shop, [void])
    Order.objects.filter(store_order_id="9").update(order_status=OrderStatus.VOID)
    chart = orders_a_day([shop], date(2026, 11, 12), UTC)
    numbers = {bar.day: bar.number for bar in chart.bars if bar.number}
    assert numbers == {date(2026, 11, 10): 1, date(2026, 11, 11): 1, first.date(): 1}
    assert (len(chart.bars), chart.total, chart.most) == (DAYS, 3, 1)


def test_bars_are_as_high_as_their_numbers():
    today = date(2026, 11, 25)
    chart = chart_of(
        {today: 100, today - timedelta(days=1): 50, today - timedelta(days=2): 1}, today
    )
    *_, third, second, last = chart.bars
    assert (last.height, last.y) == (HEIGHT, 0)
    assert (second.height, second.y) == (HEIGHT // 2, HEIGHT // 2)
    assert third.height == 2  # one order is seen, however high the others are
    assert chart.bars[0].height == 0


def test_more_companies_and_orders_cost_no_more_statements(client, shop, django_assert_num_queries):
    person = a_user(shop)
    client.force_login(person)
    client.get(reverse("own_sessions"))  # the session's first page notes that it is used
    with django_assert_num_queries(STATEMENTS):
        client.get(reverse("home"))
    for _ in range(3):
        other = a_company(allow_order_download=True)
        membership = person.memberships.create(company=other)
        membership.roles.set(person.memberships.get(company=shop).roles.all())
        receive(other, [a_store_order("1"), a_store_order("2")])
        StoreState.of(other)
    with django_assert_num_queries(STATEMENTS):
        client.get(reverse("home"))
