"""A tracking file through the real doors: uploaded, looked through and imported as staff do it."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs.models import Job
from jobs.run_job import run_job
from orders.importing.intake import receive
from orders.models import Order, Package, TrackingImport
from settings.models import Company
from tests.factories import a_line, a_store_order, a_user

FILES = Path(__file__).parent / "files"


class TrackingDesk:
    """Somebody of `company` who ships by files."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.client = Client()
        self.client.force_login(a_user(company, username="kim", roles=("Ship",)))
        self.page = ""

    def orders(self, *numbers: int | str, **fields: Any) -> list[Order]:
        """Orders with these numbers of the store."""
        receive(self.company, [a_store_order(str(number), **fields) for number in numbers])
        names = [str(number) for number in numbers]
        return list(Order.objects.filter(company=self.company, store_order_id__in=names))

    def upload(self, file: str | bytes, name: str = "labels.csv") -> TrackingImport:
        """Upload a file of a case, such as "A01-void-label/t.csv", or these bytes."""
        content = (FILES / file).read_bytes() if isinstance(file, str) else file
        name = Path(file).name if isinstance(file, str) else name
        data = {"company": self.company.pk, "file": SimpleUploadedFile(name, content)}
        answer = self.client.post("/orders/tracking-imports/new/", data, follow=True)
        assert answer.status_code == 200
        self.page = answer.content.decode()
        return TrackingImport.objects.latest("pk")

    def check(self, file: str | bytes, name: str = "labels.csv", **choices: Any) -> Any:
        """Have a file looked through, its columns as guessed; gives the results by line."""
        one = self.upload(file, name)
        return self.check_again(one, **choices)

    def check_again(self, one: TrackingImport, **choices: Any) -> Any:
        columns = {column: str(place) for column, place in one.columns.items()}
        self.client.post(self.url(one), {"act": "check", **columns, **choices})
        return self._run(one)

    def ship(self, file: str | bytes, name: str = "labels.csv", **choices: Any) -> Any:
        """Upload, check and commit; gives the results by line."""
        self.check(file, name, **choices)
        one = TrackingImport.objects.latest("pk")
        self.client.post(self.url(one), {"act": "commit"})
        return self._run(one)

    def url(self, one: TrackingImport) -> str:
        return f"/orders/tracking-imports/{one.pk}/"

    def _run(self, one: TrackingImport) -> Any:
        run_job(Job.objects.latest("pk").pk)
        one.refresh_from_db()
        answer = self.client.get(self.url(one))
        assert answer.status_code == 200
        self.page = answer.content.decode()
        return {int(row["Line"]): (row["Result"], row["Reason"]) for row in one.answers}


def outcomes(results: Any) -> list[str]:
    """What became of each line, in their order."""
    return [result for result, _ in results.values()]


def shipped(company: Company) -> dict[str, list[str]]:
    """The tracking numbers that left, by the store's number of the order."""
    left: dict[str, list[str]] = {}
    packages = Package.objects.filter(order__company=company).ship_confirmed().order_by("pk")
    for package in packages.select_related("order"):
        left.setdefault(package.order.store_order_id, []).append(package.tracking_number)
    return left


def two_shirts(sku: str = "TS-RED", **fields: Any) -> Any:
    """A line of two T-shirts."""
    return a_line("11", sku=sku, **fields)
