"""The exports of label software are known out of the box."""

import pytest

from orders.fulfilment.tracking_files.tracking_headings import NAMES
from uploads.columns import guess

PROGRAMS = {
    "UPS WorldShip": (
        "ShipmentInformationCollectionDate,PackageReference1,PackageTrackingNumber,"
        "ShipmentInformationServiceType,PackageVoidIndicator,ShipToPostalCode,PackageWeight",
        "shipped_on channel_order tracking_number service void postcode weight",
    ),
    "FedEx Ship Manager": (
        "Tracking Number,Ship Date,Service Type,Reference,Recipient Name,Net Charge Amount,Weight",
        "tracking_number shipped_on service channel_order customer cost weight",
    ),
    "Stamps.com": (
        "Ship Date,Recipient,Tracking #,Mail Class,Order ID,Amount Paid,Weight,Refund Status",
        "shipped_on customer tracking_number service order_id cost weight void",
    ),
    "Pirate Ship": (
        "Created Date,Recipient,Tracking Number,Cost,Status,Ship Date,Order ID,Carrier,Service",
        "- customer tracking_number cost void shipped_on order_id carrier service",
    ),
    "ShipStation": (
        "Order Number,Tracking Number,Carrier,Service,Ship Date,Shipping Cost,Recipient,Voided",
        "channel_order tracking_number carrier service shipped_on cost customer void",
    ),
    "Royal Mail Click & Drop": (
        "Order reference,Tracking number,Service name,Despatch date,Customer name,Postcode",
        "channel_order tracking_number service shipped_on customer postcode",
    ),
    "DHL": (
        "Sendungsnummer;Sendungsreferenz;Empfänger;PLZ;Gewicht",
        "tracking_number channel_order customer postcode weight",
    ),
    "DPD": (
        "Parcel number,Customer reference,Recipient name,Recipient postcode,Weight (kg)",
        "tracking_number channel_order customer postcode weight",
    ),
    "GLS": (
        "Parcel no.,Reference no.,Consignee,ZIP code,Shipping date",
        "tracking_number channel_order customer postcode shipped_on",
    ),
    "Packlink": (
        "Shipment reference,Carrier,Service,Tracking number,Recipient,Price,Status",
        "channel_order carrier service tracking_number customer cost void",
    ),
    "Sendcloud": (
        "Order number,Tracking number,Carrier,Shipping method,Name,Postal code,Parcel status",
        "channel_order tracking_number carrier service customer postcode void",
    ),
    "EasyPost": (
        "tracking_code,reference,carrier,service,rate,to_name,to_zip,refund_status,created_at",
        "tracking_number channel_order carrier service cost customer postcode void shipped_on",
    ),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_column_of_the_program_is_known(program):
    line, columns = PROGRAMS[program]
    headings = line.split(";" if ";" in line else ",")
    found = {place: name for name, place in guess(headings, NAMES).items()}
    assert [found.get(place, "-") for place in range(len(headings))] == columns.split()


def test_no_word_is_two_things():
    words = [word for names in NAMES.values() for word in names]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []
