"""How many unshipped orders a mapping would touch. Reads only, in one statement."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from orders.routing.changeable_groups import changeable_groups, choice_for
from settings.models import Company
from shipping.service_choice import CompanyMapping, ServiceChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingEffect:
    """The unshipped orders of one method whose service or rush would change."""

    method_name: str
    orders: int
    would_be: str
    is_rush: bool


def effects_of_mapping(company: Company, mapping: CompanyMapping) -> list[MappingEffect]:
    """What applying `mapping` to the unshipped orders would change, the most orders first."""
    columns = ("method_name", "store_shipping_id", "country", "service_id", "is_rush")
    found = changeable_groups(company).order_by().values(*columns)
    numbers: dict[tuple[str, str, bool], int] = defaultdict(int)
    for group in found.annotate(orders=Count("order", distinct=True)):
        choice = choice_for(
            mapping,
            company,
            method_name=group["method_name"],
            store_shipping_id=group["store_shipping_id"],
            country=group["country"],
        )
        if is_other(choice, group["service_id"], is_rush=group["is_rush"]):
            words = str(choice.service) if choice.service else "No service"
            numbers[group["method_name"], words, choice.is_rush] += group["orders"]
    effects = [
        MappingEffect(method_name=name, orders=number, would_be=words, is_rush=is_rush)
        for (name, words, is_rush), number in numbers.items()
    ]
    return sorted(effects, key=lambda effect: (-effect.orders, effect.method_name))


def is_other(choice: ServiceChoice, service_id: int | None, *, is_rush: bool) -> bool:
    """Whether `choice` differs from a group's service and rush."""
    return (choice.service.pk if choice.service else None, choice.is_rush) != (service_id, is_rush)
