"""Cart Shipping Method Mapping."""

from django.urls import path

from shipping.mapping_kind import MAPPING_FILES
from shipping.views import mapping, mapping_export
from uploads import views as uploads

urlpatterns = [
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/",
        mapping.shipping_mapping,
        name="shipping_mapping",
    ),
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/export/",
        mapping_export.mapping_export,
        name="mapping_export",
    ),
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/import/",
        uploads.upload_new,
        {"kind": MAPPING_FILES},
        name="mapping_upload",
    ),
    path(
        "shipping-method-mapping/imports/<int:upload_id>/",
        uploads.upload_detail,
        {"kind": MAPPING_FILES},
        name="mapping_upload_report",
    ),
]
