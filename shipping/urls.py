"""Cart Shipping Method Mapping."""

from django.urls import path

from shipping.views import files, mapping

urlpatterns = [
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/",
        mapping.shipping_mapping,
        name="shipping_mapping",
    ),
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/export/",
        files.mapping_export,
        name="mapping_export",
    ),
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/import/",
        files.mapping_upload,
        name="mapping_upload",
    ),
    path(
        "shipping-method-mapping/imports/<int:upload_id>/",
        files.mapping_upload_report,
        name="mapping_upload_report",
    ),
]
