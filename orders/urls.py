"""Manage Orders, Order Details and importing."""

from django.urls import path

from orders.views import imports, orders

urlpatterns = [
    path("", orders.home, name="home"),
    path("orders/", orders.order_list, name="order_list"),
    path("orders/<int:order_id>/", orders.order_detail, name="order_detail"),
    path("orders/<int:order_id>/change-log/", orders.order_change_log, name="order_change_log"),
    path("companies/<int:company_id>/imports/", imports.start, name="import_start"),
]
