"""A file from its upload to the job that looks it through."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.packing import pack
from core.tables import Reading, Table, TableLine, UnreadableTable, read_table
from settings.models import Company
from uploads.columns import guess, profiles_of, recognised, remember
from uploads.kinds import AnyUpload, UploadKind


def keep_upload(
    kind: UploadKind[AnyUpload],
    company: Company,
    content: bytes,
    *,
    name: str,
    by: AbstractBaseUser,
    **fields: Any,
) -> AnyUpload:
    """Keep a file, with its columns guessed. Raises `UnreadableTable`."""
    table = read_table(content, name, most_lines=kind.most_lines, known=known_headings(kind))
    columns = _columns(kind, company, table)
    fields |= {"reading": said(table), "packed_file": zlib.compress(content, 1)}
    return keep_lines(
        kind, company, table.headings, table.lines, columns, name=name, by=by, **fields
    )


def read_again(kind: UploadKind[AnyUpload], upload: AnyUpload, reading: Reading) -> None:
    """Read the kept file as a person chose. Raises `UnreadableTable`."""
    if upload.packed_file is None:
        raise UnreadableTable("The file is not there any more. Upload it again.")
    content, name = zlib.decompress(upload.packed_file), upload.file_name
    most, known = kind.most_lines, known_headings(kind)
    table = read_table(content, name, most_lines=most, known=known, reading=reading)
    upload.headings, upload.reading = table.headings, said(table)
    upload.columns = _columns(kind, upload.company, table)
    upload.packed_lines, upload.number_of_lines = packed(table.lines), len(table.lines)
    upload.check_job, upload.packed_answers = None, None
    upload.save()


def known_headings(kind: UploadKind[Any]) -> set[str]:
    """All headings that the kind knows, by which the line of the headings is found."""
    return {word for words in kind.heading_words.values() for word in words}


def said(table: Table) -> dict[str, Any]:
    """How `table` was read, as it is kept."""
    return {**asdict(table.reading), "sheets": list(table.sheets)}


def packed(lines: Sequence[TableLine]) -> bytes:
    """Lines as they are kept."""
    return pack({"lines": [list(line) for line in lines]})


def _columns(kind: UploadKind[Any], company: Company, table: Table) -> dict[str, int]:
    known = recognised(profiles_of(company, kind.name), table.headings)
    return guess(table.headings, kind.heading_words, known.headings if known else None)


def keep_lines(
    kind: UploadKind[AnyUpload],
    company: Company,
    headings: Sequence[str],
    lines: Sequence[TableLine],
    columns: Mapping[str, int],
    *,
    name: str,
    by: AbstractBaseUser,
    **fields: Any,
) -> AnyUpload:
    """Keep lines whose columns are known; files that nobody committed go after a day."""
    kind.model.forget_unused()
    return kind.model._default_manager.create(
        company=company,
        uploaded_by_id=by.pk,
        file_name="".join(filter(str.isprintable, name))[-250:],
        headings=list(headings),
        columns=dict(columns),
        packed_lines=packed(lines),
        number_of_lines=len(lines),
        **fields,
    )


def why_not_check(
    kind: UploadKind[AnyUpload], upload: AnyUpload, columns: Mapping[str, int]
) -> str:
    """Why the file cannot be looked through with `columns`, as a sentence; '' when it can."""
    if upload.job is not None:
        return "The file has been imported already. Upload it again."
    if len(set(columns.values())) < len(columns):
        return "A column of the file can be only one thing."
    return kind.why_not_columns(columns)


@transaction.atomic
def start_check(
    kind: UploadKind[AnyUpload],
    upload: AnyUpload,
    columns: Mapping[str, int],
    *,
    choices: Mapping[str, str],
    profile: str,
    by: AbstractBaseUser,
) -> None:
    """Have the file looked through with `columns`, which are remembered as `profile`."""
    remember(upload.company, kind.name, profile, upload.headings, columns)
    upload.columns, upload.reading = dict(columns), {**upload.reading, **choices}
    recheck(kind, upload, by=by)


@transaction.atomic
def recheck(kind: UploadKind[AnyUpload], upload: AnyUpload, *, by: AbstractBaseUser) -> None:
    """Have the file looked through with its columns as they are."""
    upload.packed_answers = None
    if kind.check_job is not None:
        upload.check_job = kind.submit(kind.check_job, upload, by=by)
    upload.save(update_fields=["columns", "reading", "check_job", "packed_answers"])
