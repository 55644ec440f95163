"""Cart Shipping Method Mapping."""

from django.urls import path

from shipping.views import mapping

urlpatterns = [
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/",
        mapping.shipping_mapping,
        name="shipping_mapping",
    ),
]
