"""Manage Orders, Order Details and importing."""

from django.urls import path

from orders.api import documentation as api_documentation
from orders.costs.item_cost_kind import ITEM_COST_FILES
from orders.costs.views import item_costs, profit
from orders.desk.views import (
    bulk,
    exports,
    home,
    order_list,
    saved_views,
    ship_orders,
)
from orders.desk.views import (
    ship_together as together,
)
from orders.details.views import (
    addresses,
    menus,
    moves,
    order_details,
    payments,
    tags,
)
from orders.details.views import (
    order_records as orders,
)
from orders.fulfilment.tracking_files.tracking_kind import TRACKING_FILES
from orders.fulfilment.views import packages
from orders.importing.views import imports, left_out, reconciliation, what_if
from orders.refunds.views import action_requests, refunds
from orders.returns.rma_files.rma_kind import RMA_FILES
from orders.returns.views import rma_lists, rmas
from orders.routing import views as shipping_methods
from uploads import views as uploads

urlpatterns = [
    path("", home.home, name="home"),
    path("orders/", order_list.order_list, name="order_list"),
    path("orders/export/", exports.order_export, name="order_export"),
    path("orders/views/", saved_views.view_list, name="view_list"),
    path("orders/views/counts/", saved_views.view_counts, name="view_counts"),
    path("orders/views/<int:view_id>/", saved_views.view_change, name="view_change"),
    path("orders/views/<int:view_id>/deletion/", saved_views.view_deletion, name="view_deletion"),
    path("orders/columns/", saved_views.order_columns, name="order_columns"),
    path("orders/bulk/", bulk.order_bulk, name="order_bulk"),
    path("orders/bulk/<int:job_id>/", bulk.bulk_result, name="bulk_result"),
    path("orders/bulk/<int:job_id>/rows.csv", bulk.bulk_rows, name="bulk_rows"),
    path("orders/<int:order_id>/", order_details.order_detail, name="order_detail"),
    path("orders/<int:order_id>/change-log/", orders.order_change_log, name="order_change_log"),
    path("orders/<int:order_id>/moves/<slug:move>/", moves.order_move, name="order_move"),
    path(
        "orders/<int:order_id>/actions/<slug:entry>/",
        order_details.order_at_once,
        name="order_at_once",
    ),
    path("orders/<int:order_id>/menu/<slug:name>/", menus.order_menu, name="order_menu"),
    path("orders/<int:order_id>/stars/", menus.order_star, name="order_star"),
    path("orders/<int:order_id>/profit/", profit.order_profit, name="order_profit"),
    path(
        "orders/<int:order_id>/profit/recalculation/",
        profit.cost_recalculation,
        name="cost_recalculation",
    ),
    path("orders/<int:order_id>/address/", addresses.order_address, name="order_address"),
    path("orders/<int:order_id>/payments/", payments.order_payment, name="order_payment"),
    path(
        "orders/<int:order_id>/cancellation/",
        refunds.order_cancellation,
        name="order_cancellation",
    ),
    path("orders/<int:order_id>/refund/", refunds.order_refund, name="order_refund"),
    path("refunds/<int:refund_id>/sending/", refunds.refund_sending, name="refund_sending"),
    path("orders/<int:order_id>/rma/", rmas.order_rma, name="order_rma"),
    path("rmas/", rma_lists.rma_list, name="rma_list"),
    path("rmas/statuses/", rma_lists.rma_bulk, name="rma_bulk"),
    path("rmas/imports/new/", uploads.upload_new, {"kind": RMA_FILES}, name="rma_upload"),
    path("rmas/imports/sample.csv", uploads.upload_sample, {"kind": RMA_FILES}, name="rma_sample"),
    path(
        "rmas/imports/<int:upload_id>/",
        uploads.upload_detail,
        {"kind": RMA_FILES},
        name="rma_import",
    ),
    path(
        "rmas/imports/<int:upload_id>/lines.csv",
        uploads.upload_rows,
        {"kind": RMA_FILES},
        name="rma_import_rows",
    ),
    path(
        "rmas/imports/of-job/<int:job_id>/",
        uploads.upload_of_job,
        {"kind": RMA_FILES},
        name="rma_import_of_job",
    ),
    path("rmas/<int:rma_id>/", rmas.rma_detail, name="rma_detail"),
    path("rmas/<int:rma_id>/receipts/", rmas.rma_receipt, name="rma_receipt"),
    path("rmas/<int:rma_id>/statuses/", rmas.rma_statuses, name="rma_statuses"),
    path("rmas/<int:rma_id>/replacement/", rmas.rma_replacement, name="rma_replacement"),
    path("rmas/<int:rma_id>/resolution/", rmas.rma_resolution, name="rma_resolution"),
    path("order-action-requests/", action_requests.request_list, name="request_list"),
    path(
        "order-action-requests/<int:request_id>/processing/",
        action_requests.request_processing,
        name="request_processing",
    ),
    path(
        "order-action-requests/<int:request_id>/rejection/",
        action_requests.request_rejection,
        name="request_rejection",
    ),
    path("orders/<int:order_id>/notes/", moves.order_note, name="order_note"),
    path("orders/<int:order_id>/tags/", tags.order_tags, name="order_tags"),
    path("orders/<int:order_id>/packages/new/", packages.order_ship_items, name="order_ship_items"),
    path("orders/<int:order_id>/unshipping/", packages.order_unshipping, name="order_unshipping"),
    path("orders/packages/<int:package_id>/", packages.package_edit, name="package_edit"),
    path(
        "orders/packages/<int:package_id>/confirmation/",
        packages.package_confirmation,
        name="package_confirmation",
    ),
    path(
        "orders/packages/<int:package_id>/deletion/",
        packages.package_deletion,
        name="package_deletion",
    ),
    path("api/documentation/", api_documentation.api_documentation, name="api_documentation"),
    path("orders/together/", together.together_list, name="together_list"),
    path("orders/shipping/", ship_orders.ship_orders, name="ship_orders"),
    path(
        "orders/tracking-imports/new/",
        uploads.upload_new,
        {"kind": TRACKING_FILES},
        name="tracking_upload",
    ),
    path(
        "orders/tracking-imports/<int:upload_id>/",
        uploads.upload_detail,
        {"kind": TRACKING_FILES},
        name="tracking_import",
    ),
    path(
        "orders/tracking-imports/<int:upload_id>/lines.csv",
        uploads.upload_rows,
        {"kind": TRACKING_FILES},
        name="tracking_import_rows",
    ),
    path(
        "orders/tracking-imports/of-job/<int:job_id>/",
        uploads.upload_of_job,
        {"kind": TRACKING_FILES},
        name="tracking_import_of_job",
    ),
    path("orders/<int:order_id>/document/", orders.order_document, name="order_document"),
    path(
        "orders/conflicts/<int:conflict_id>/resolution/",
        orders.conflict_resolution,
        name="conflict_resolution",
    ),
    path("orders/left-out/", left_out.left_out_list, name="left_out_list"),
    path(
        "orders/left-out/<int:left_out_id>/document/",
        left_out.left_out_document,
        name="left_out_document",
    ),
    path(
        "orders/left-out/<int:left_out_id>/retry/", left_out.left_out_retry, name="left_out_retry"
    ),
    path("orders/whereabouts/", left_out.whereabouts, name="order_whereabouts"),
    path(
        "companies/<int:company_id>/item-costs/", item_costs.item_cost_list, name="item_cost_list"
    ),
    path(
        "companies/<int:company_id>/item-costs/export/",
        item_costs.item_cost_export,
        name="item_cost_export",
    ),
    path(
        "companies/<int:company_id>/item-costs/import/",
        uploads.upload_new,
        {"kind": ITEM_COST_FILES},
        name="item_cost_upload",
    ),
    path(
        "companies/item-costs/imports/<int:upload_id>/",
        uploads.upload_detail,
        {"kind": ITEM_COST_FILES},
        name="item_cost_report",
    ),
    path("companies/<int:company_id>/imports/", imports.import_orders, name="import_orders"),
    path("imports/previews/<int:job_id>/", imports.import_preview, name="import_preview"),
    path(
        "companies/<int:company_id>/reconciliation/",
        reconciliation.reconciliation,
        name="reconciliation",
    ),
    path(
        "imports/reconciliations/<int:job_id>/",
        reconciliation.reconciliation_result,
        name="reconciliation_result",
    ),
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/preview/",
        shipping_methods.mapping_preview,
        name="mapping_preview",
    ),
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/application/",
        shipping_methods.mapping_application,
        name="mapping_application",
    ),
    path(
        "companies/<int:company_id>/website/shipping-method-mapping/reading/",
        shipping_methods.method_reading,
        name="method_reading",
    ),
    path(
        "orders/<int:order_id>/shipping-method/",
        shipping_methods.order_shipping_method,
        name="order_shipping_method",
    ),
    path("companies/<int:company_id>/website/what-if/", what_if.what_if, name="what_if"),
    path(
        "companies/<int:company_id>/website/what-if/<int:job_id>/",
        what_if.what_if_answer,
        name="what_if_answer",
    ),
]
