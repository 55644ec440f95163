"""Tables that a browser saves."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse

from core.csv_text import as_csv


def csv_download(
    rows: Sequence[Mapping[str, object]], name: str, *, headings: Sequence[str] = ()
) -> HttpResponse:
    """`rows` as the CSV file `name`, in the encoding that spreadsheets recognise.

    `headings` are what stands in it when there are no rows.
    """
    text = as_csv(rows) or (",".join(headings) + "\r\n" if headings else "")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = text.encode("utf-8-sig")
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
