"""What became of each order, as it is kept on the job."""

from orders.importing.reading import result_rows
from orders.importing.reading.result_rows import ResultRows
from orders.models import ImportOutcome, ReconcileOutcome
from tests.factories import a_job, a_store_order


def test_rows_are_kept_with_what_is_known_of_an_order(company):
    rows, job = ResultRows(), a_job(company)
    rows.add(ImportOutcome.CREATED, "Imported.", a_store_order("97"))
    rows.add_number(ReconcileOutcome.MISSING_HERE, "No import has seen it.", "98")
    rows.keep_on(job)
    job.refresh_from_db()
    assert job.result == {
        "left_over": 0,
        "rows": [
            {
                "number": "97",
                "outcome": "created",
                "sentence": "Imported.",
                "status": "Paid",
                "placed_at": "2026-11-01T12:00:00+00:00",
                "total": "29.50",
            },
            {
                "number": "98",
                "outcome": "missing_here",
                "sentence": "No import has seen it.",
                "status": "",
                "placed_at": None,
                "total": None,
            },
        ],
    }


def test_what_does_not_fit_is_counted(company, monkeypatch):
    monkeypatch.setattr(result_rows, "MOST_ROWS", 2)
    rows, job = ResultRows(), a_job(company)
    for number in range(5):
        rows.add_number(ImportOutcome.UNKNOWN, "", str(number))
    rows.keep_on(job)
    assert (len(job.result["rows"]), job.result["left_over"]) == (2, 3)
