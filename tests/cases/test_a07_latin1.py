"""Files in the encodings of older programs are read; the guess is shown and can be changed."""

import pytest

from orders.models import TrackingImport
from tests.cases.doors import outcomes, shipped

NUMBER = "00340434161094015902"


@pytest.mark.parametrize("name", ["t.csv", "cp1250.csv"])
def test_the_file_is_read(desk, name):
    desk.orders(292)
    results = desk.check(f"A07-latin1/{name}")
    one = TrackingImport.objects.get()
    assert one.headings[2] == "Empfänger"
    assert outcomes(results) in (["shipped"], ["failed"])


def test_the_customer_is_not_another(desk):
    desk.orders(292)
    text = f"Bestellnummer;Sendungsnummer;Straße\n292;{NUMBER};Müßiggang 3\n".encode("cp1252")
    assert outcomes(desk.ship(text)) == ["shipped"]
    assert shipped(desk.company) == {"292": [NUMBER]}


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("cp1251", "Получатель посылки"),
        ("cp932", "お届け先のお名前"),
        ("cp1250", "Żółć gęślą jaźń"),
    ],
)
def test_other_encodings(desk, encoding, word):
    desk.orders(1)
    text = f"Order Number;Tracking Number;Note\n1;T1;{word}\n".encode(encoding)
    assert outcomes(desk.ship(text)) == ["shipped"]
    assert word in TrackingImport.objects.get().lines[0][1]


def test_a_wrong_guess_is_changed(desk):
    one = desk.upload("Order Number;Tracking Number;Note\n1;T1;Größe\n".encode("cp1252"))
    desk.client.post(desk.url(one), {"act": "read", "encoding": "cp850"})
    one.refresh_from_db()
    assert one.lines[0][1][2] != "Größe"
    desk.client.post(desk.url(one), {"act": "read", "encoding": "cp1252"})
    one.refresh_from_db()
    assert one.lines[0][1][2] == "Größe"
