"""Orders a day as a bar chart: numbers and places, drawn by a template as SVG."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from orders.models import Order, OrderStatus
from settings.models import Company

DAYS = 30
# In the units of the drawing: the template's viewBox is as wide and high.
WIDTH, HEIGHT, GAP = 600, 120, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day. `x`, `y`, `width` and `height` are in the units of the drawing."""

    day: date
    number: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The bars of the days, oldest first; `most` is the number of the highest."""

    bars: tuple[Bar, ...]
    most: int

    @property
    def total(self) -> int:
        """All orders of these days."""
        return sum(bar.number for bar in self.bars)


def orders_a_day(companies: list[Company], today: date, zone: tzinfo) -> Chart:
    """The chart of the orders placed at `companies` in the days of `zone` up to `today`.

    One statement, which reads those days alone. Void orders are hidden like everywhere.
    """
    first = today - timedelta(days=DAYS - 1)
    orders = Order.objects.filter(
        company__in=companies, placed_at__gte=datetime.combine(first, time.min, zone)
    ).exclude(order_status=OrderStatus.VOID)
    days = orders.annotate(day=TruncDate("placed_at", tzinfo=zone)).order_by().values("day")
    return chart_of(dict(days.annotate(number=Count("pk")).values_list("day", "number")), today)


def chart_of(numbers: Mapping[date, int], today: date) -> Chart:
    """The chart of `numbers` by day; days without a number have no orders. Pure."""
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    most = max((numbers.get(day, 0) for day in days), default=0)
    step = WIDTH // DAYS
    bars = []
    for place, day in enumerate(days):
        number = numbers.get(day, 0)
        height = max(2, number * HEIGHT // most) if number else 0
        bars.append(
            Bar(
                day=day,
                number=number,
                x=place * step + GAP // 2,
                y=HEIGHT - height,
                width=step - GAP,
                height=height,
            )
        )
    return Chart(bars=tuple(bars), most=most)
