"""Mapping files as merchants make them: read, or told line by line."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.doors import FILES


def report(staff, company, name: str):
    file = SimpleUploadedFile(name, (FILES / "B20-mapping-file" / name).read_bytes())
    url = f"/companies/{company.pk}/website/shipping-method-mapping/import/"
    return staff.post(url, {"file": file}, follow=True).context["report"]


def test_names_that_are_the_same_by_eye_are_told(staff, company):
    problems = dict(report(staff, company, "names.csv").problems)
    for line in (3, 4, 5):
        assert "The same name stands in line 2" in problems[line]
    assert problems[9] == "Rush Service is “Ja”. Enter Yes or No."
    assert sorted(problems) == [3, 4, 5, 9]


def test_another_encoding_is_read(staff, company):
    found = report(staff, company, "latin1.csv")
    assert found.problems == [(2, "Rush Service is “Ja”. Enter Yes or No.")]


def test_a_name_that_is_too_long_is_told(staff, company):
    assert "Shorten the name: it has 251 characters" in str(
        report(staff, company, "long.csv").problems
    )
