"""Choices of columns are kept under names, and recognised by the headings of the next file."""

from uploads.columns import profiles_of, recognised, remember


def test_the_profile_that_says_most_is_recognised(company):
    remember(company, "tracking", "Short", ["A", "B"], {"tracking_number": 0})
    remember(company, "tracking", "Long", ["A", "B"], {"tracking_number": 0, "order_id": 1})
    remember(company, "rma", "Other kind", ["A", "B", "C"], {"sku": 2})
    found = recognised(profiles_of(company, "tracking"), ["b", "x", "A "])
    assert found is not None
    assert (found.name, found.headings) == ("Long", {"tracking_number": "A", "order_id": "B"})
    assert recognised(profiles_of(company, "tracking"), ["B", "C"]) is None


def test_the_same_name_is_the_newer_choice(company):
    remember(company, "tracking", "Desk", ["A", "B"], {"tracking_number": 0})
    remember(company, "tracking", "Desk", ["A", "B"], {"tracking_number": 1})
    (one,) = profiles_of(company, "tracking")
    assert one.headings == {"tracking_number": "B"}
