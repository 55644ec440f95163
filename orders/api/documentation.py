"""A page that describes the HTTP interface, made of its own OpenAPI description."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders.api.tokens import REQUESTS_PER_MINUTE
from orders.api.views import api

_EXAMPLE = {
    "shipments": [
        {"channel_order_id": "97", "tracking_number": "1Z999AA10123456784", "service": "UPS_GROUND"}
    ]
}


@require_safe
def api_documentation(request: HttpRequest) -> HttpResponse:
    """Each operation with what it takes and gives, and an example."""
    description = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    schemas = description["components"]["schemas"]
    shapes = [
        {
            "name": name,
            "about": shape.get("description", ""),
            "fields": [
                (field, _kind(about), field in shape.get("required", []), _words(about))
                for field, about in shape.get("properties", {}).items()
            ],
        }
        for name, shape in schemas.items()
    ]
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    context = {
        "operations": operations,
        "shapes": shapes,
        "example": json.dumps(_EXAMPLE, indent=2),
        "address": request.build_absolute_uri("/api/v1/shipments"),
        "rate": REQUESTS_PER_MINUTE,
    }
    return render(request, "orders/api/api_documentation.html", context)


def _kind(about: dict[str, Any]) -> str:
    if "$ref" in about:
        return str(about["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in about:
        return " or ".join(dict.fromkeys(_kind(one) for one in about["anyOf"]))
    if about.get("type") == "array":
        return f"list of {_kind(about.get('items', {}))}"
    return str(about.get("format") or about.get("type") or "value")


def _words(about: dict[str, Any]) -> str:
    limits = [
        f"{words} {about[name]}"
        for name, words in (("maxLength", "at most"), ("maximum", "at most"), ("minimum", "from"))
        if name in about
    ]
    choices = [", ".join(map(str, about["enum"]))] if "enum" in about else []
    return "; ".join(filter(None, [about.get("description", ""), *choices, *limits]))
