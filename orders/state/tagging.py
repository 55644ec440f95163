"""Putting tags on an order, and taking them off."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from orders.models import EventKind, Order, OrderEvent, Tag, TagColour


@transaction.atomic
def add_tag(
    order: Order, name: str, *, by: AbstractBaseUser, colour: TagColour = TagColour.GREY
) -> Tag:
    """Tag `order`. A name that its company has not used yet becomes a tag. Raises `Refused`."""
    current = (
        Order.objects.select_for_update(of=("self",)).select_related("company").get(pk=order.pk)
    )
    name = " ".join(name.split())
    if not name:
        raise Refused("Enter the name of a tag.")
    tag = Tag.objects.filter(company=current.company, name__iexact=name).first()
    if tag is None:
        tag = Tag.objects.create(company=current.company, name=name, colour=colour)
    if current.tags.filter(pk=tag.pk).exists():
        raise Refused(f"The order has the tag “{tag}” already.")
    current.tags.add(tag)
    _note(current, f"Tagged: {tag}.", by)
    return tag


@transaction.atomic
def remove_tag(order: Order, name: str, *, by: AbstractBaseUser) -> Tag:
    """Take a tag off `order`; others keep it. Raises `Refused`."""
    current = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    tag = current.tags.filter(name__iexact=" ".join(name.split())).first()
    if tag is None:
        raise Refused(f"The order has no tag “{name.strip()}”.")
    current.tags.remove(tag)
    _note(current, f"Tag taken off: {tag}.", by)
    return tag


def _note(order: Order, message: str, by: AbstractBaseUser) -> None:
    OrderEvent.objects.create(order=order, kind=EventKind.NOTE, by_id=by.pk, message=message)
