"""The mapping's page and its peer, measured: python -m bench.mapping_pages ours|formset ROWS.

The peer is a plain Django model formset of the same rows with the same texts for the service,
rendered, validated and saved row by row. Prints one line of JSON: seconds, and statements.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")
django.setup()

from django import forms  # noqa: E402
from django.conf import settings as django_settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.template import Context, Template  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from settings.companies import create_company  # noqa: E402
from settings.models import Company  # noqa: E402
from shipping.forms import MappingForm  # noqa: E402
from shipping.lookup import ServiceLookup  # noqa: E402
from shipping.method_matching import normal_name  # noqa: E402
from shipping.models import MethodMapping, ShippingService  # noqa: E402
from shipping.service_choice import mapping_of  # noqa: E402

TIMES = 3


def fill(company: Company, rows: int) -> None:
    """Map so many methods."""
    services = list(ShippingService.objects.all())
    names = [f"Method {number}" for number in range(rows)]
    MethodMapping.objects.bulk_create(
        MethodMapping(
            company=company,
            name=name,
            normal_name=normal_name(name),
            service=services[number % len(services)],
        )
        for number, name in enumerate(names)
    )


def seconds(work: Callable[[], Any]) -> float:
    """The shortest of some runs, in seconds."""
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def sent_by(company: Company) -> dict[str, Any]:
    """What a browser would send of the mapping as it is shown."""
    form = MappingForm.of_saved(mapping_of(company).rows, None, ServiceLookup.of_catalogue())
    shown = ("key", "name", "service", "stamp")
    return {name: [getattr(entry, name) for entry in form.entries] for name in shown}


def ours(rows: int) -> dict[str, Any]:
    """Our pages through the whole of Django, middleware and all."""
    company, few = create_company("Bench"), create_company("Few")
    browser = Client()
    browser.force_login(User.objects.create_superuser("bench"))
    fill(company, rows)
    fill(few, 2)

    def url(of: Company) -> str:
        return f"/companies/{of.pk}/website/shipping-method-mapping/"

    def save(of: Company, *, every: bool) -> None:
        sent = sent_by(of) | {"save": "1"}
        head = getattr(Company.objects.get(pk=of.pk), "shipping_defaults", None)
        sent["version"] = head.version if head else 0
        version = int(sent["version"])
        names = sent["name"]
        sent["name"] = [
            f"{name} v{version}" if every or not n else name for n, name in enumerate(names)
        ]
        answer = browser.post(url(of), sent)
        if answer.status_code != 302:
            raise RuntimeError("The save was refused.")

    def statements(of: Company) -> int:
        with CaptureQueriesContext(connection) as queries:
            save(of, every=True)
        return len(queries)

    for each in (few, company):  # the first save of a company makes its defaults
        save(each, every=True)
    of_few_and_many = [statements(few), statements(company)]
    return {
        "read": seconds(lambda: browser.get(url(company))),
        "edit": seconds(lambda: browser.get(f"{url(company)}?edit=1")),
        "preview": seconds(lambda: browser.post(f"{url(company)}preview/", sent_by(company))),
        "save_one": seconds(lambda: save(company, every=False)),
        "save_all": seconds(lambda: save(company, every=True)),
        "statements": " and ".join(map(str, of_few_and_many)),
    }


class PlainForm(forms.ModelForm[MethodMapping]):
    """A row of the peer; the service is a text, as with us."""

    service_text = forms.CharField()

    class Meta:
        model = MethodMapping
        fields = ["name", "is_rush"]


def formset(rows: int) -> dict[str, Any]:
    """The peer: render, validate and save; without sign-in, layout or Change Log of its own."""
    company = create_company("Bench")
    fill(company, rows)
    limit = rows + 10
    kind = forms.modelformset_factory(
        MethodMapping, PlainForm, extra=0, max_num=limit, absolute_max=limit, can_delete=True
    )
    template = Template("{{ formset.as_table }}")

    def saved() -> Any:
        return MethodMapping.objects.filter(company=company).select_related("service__carrier")

    def show() -> None:
        template.render(Context({"formset": kind(queryset=saved())}))

    def save(*, every: bool) -> None:
        version = time.perf_counter_ns()
        data = {"form-TOTAL_FORMS": str(rows), "form-INITIAL_FORMS": str(rows)}
        for number, row in enumerate(saved()):
            touched = every or number == 0
            data |= {
                f"form-{number}-id": str(row.pk),
                f"form-{number}-name": f"{row.name[:12]} {version}" if touched else row.name,
                f"form-{number}-service_text": str(row.service),
            }
        bound = kind(data, queryset=saved())
        if not bound.is_valid():
            raise RuntimeError(bound.errors)
        with transaction.atomic():
            bound.save()

    return {
        "edit": seconds(show),
        "save_one": seconds(lambda: save(every=False)),
        "save_all": seconds(lambda: save(every=True)),
    }


if __name__ == "__main__":
    django_settings.ALLOWED_HOSTS = ["testserver"]
    measure = {"ours": ours, "formset": formset}[sys.argv[1]]
    print(json.dumps(measure(int(sys.argv[2]))))
