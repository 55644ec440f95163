"""The key of a form that moves money or goods, see `orders.once`."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from orders.once import FORM_KEY

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """A hidden field with a key that no other form has."""
    return format_html('<input type="hidden" name="{}" value="{}">', FORM_KEY, uuid4())
