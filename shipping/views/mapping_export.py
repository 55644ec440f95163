"""Export of the mapping as a file."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from settings.views.opening import open_company
from shipping.mapping_files import write_csv, write_xlsx
from shipping.models import MethodMapping

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def mapping_export(request: HttpRequest, company_id: int) -> HttpResponse:
    """The mapping as a file; `format` is csv or xlsx."""
    company = open_company(request, company_id)
    rows = MethodMapping.objects.of(company)
    if request.GET.get("format") == "xlsx":
        kind, ending, content = XLSX, "xlsx", write_xlsx(rows)
    else:
        kind, ending, content = "text/csv; charset=utf-8", "csv", write_csv(rows)
    name = f"shipping-method-mapping-{company.pk}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
