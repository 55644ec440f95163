"""Orders that are here already: flag those that no service has been chosen for."""

from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef


def flag(apps: Any, _: Any) -> None:
    """Give each order that names no method its group without a name, and flag what needs one."""
    order, line, group = (
        apps.get_model("orders", name) for name in ("Order", "OrderLine", "OrderShippingGroup")
    )
    shippable = line.objects.filter(order=OuterRef("pk"), needs_shipping=True)
    orders = order.objects.filter(Exists(shippable))
    without = orders.exclude(Exists(group.objects.filter(order=OuterRef("pk"))))
    group.objects.bulk_create(
        (group(order_id=key) for key in without.values_list("pk", flat=True)), batch_size=1000
    )
    orders.update(needs_shipping_method=True)


class Migration(migrations.Migration):
    dependencies = [("orders", "0008_services_of_groups")]
    operations = [migrations.RunPython(flag, migrations.RunPython.noop)]
