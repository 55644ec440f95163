"""Test Settings, Website updates and Delayed Tracking Settings."""

from django.urls import path

from stores.views import delays, outgoing, testing

urlpatterns = [
    path(
        "companies/<int:company_id>/website/test/",
        testing.connection_test,
        name="connection_test",
    ),
    path(
        "companies/<int:company_id>/website/test/start/",
        testing.connection_test_start,
        name="connection_test_start",
    ),
    path(
        "companies/<int:company_id>/website/tracking-delay/",
        delays.tracking_delay,
        name="tracking_delay",
    ),
    path(
        "companies/<int:company_id>/website/updates/retry/",
        outgoing.store_retry,
        name="store_retry",
    ),
    path(
        "companies/<int:company_id>/website/statuses/allowed/",
        outgoing.statuses_allowed,
        name="statuses_allowed",
    ),
    path("website-updates/", outgoing.outgoing_list, name="outgoing_list"),
    path("website-updates/action/", outgoing.outgoing_action, name="outgoing_action"),
]
