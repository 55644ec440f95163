"""Channel templates are versioned."""

from invoices.models import ChannelTemplate
from tests.invoices.pdf_texts import settings_url


def test_a_template_is_versioned_reset_and_brought_back(shop, staff):
    url = settings_url(shop, "template/")
    page = staff.post(url, {"html": "<p>\n{% for %}", "css": ""}).content.decode()
    assert "Line 2 of the template" in page
    staff.post(url, {"html": "<p>{{ number }}</p>", "css": "", "note": "Short"})
    staff.post(url, {"reset": "1"})
    staff.post(f"{url}versions/1/")
    versions = ChannelTemplate.objects.order_by("version").values_list("note", "html")
    assert [note for note, _ in versions] == [
        "Short",
        "Reset to the Standard Invoice",
        "Version 1 again",
    ]
    assert versions[2][1] == versions[0][1]
