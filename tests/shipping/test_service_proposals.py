"""Proposals by likeness."""

import pytest

from shipping.models import ShippingService
from shipping.service_proposals import propose

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UPS Ground", "UPS_GROUND"),
        ("FedEx 2Day®", "FEDEX_2DAY"),
        ("USPS Priority Mail", "USPS_PRIORITY"),
        ("USPS Priority Mail International (6-10 days)", "USPS_PRIORITY_INTL"),
        ("DHL Express Worldwide", "DHL_EXPRESS_WORLDWIDE"),
        ("Royal Mail Tracked 24", "RM_TRACKED_24"),
        ("royal mail  TRACKED 48, 2-3 days", "RM_TRACKED_48"),
        ("Canada Post &amp; Xpresspost", "CP_XPRESSPOST"),
        ("Courier, 2-3 days", None),
        ("Express", None),
        ("Postal & parcel <economy>", None),
        ("", None),
    ],
)
def test_a_proposal(name, code):
    services = ShippingService.objects.choosable()
    proposal = propose(name, services)
    assert (proposal.service.code if proposal else None) == code
