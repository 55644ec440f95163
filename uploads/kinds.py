"""What differs from one kind of uploaded file to the next."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.urls import reverse

from jobs.kinds import JobKind
from jobs.models import Job
from jobs.queue import JobDetails, submit
from settings.models import Company
from settings.rights import Right
from uploads.models import Upload
from uploads.reports import UploadReport

AnyUpload = TypeVar("AnyUpload", bound=Upload)


@dataclass(frozen=True, slots=True)
class Committed:
    """What became of a commit: a sentence, and the URL that shows the result; '' stays there."""

    sentence: str = ""
    url: str = ""
    is_refused: bool = False


class UploadKind(ABC, Generic[AnyUpload]):
    """One kind of file. `name` names it in URLs, job parameters and column profiles.

    `columns` are what a column may hold, `heading_words` the known headings of each in the form of
    `core.plain_text.plain`. A kind with `check_job` is looked through by that job, others when
    their page is shown. `about` is a template that says what belongs into the file, and
    `upload_url`, `detail_url` and `rows_url` name the pages; `is_of_company`: the first has the
    company in its address. `fields` are asked for with the file, `choices` (label and what may be
    chosen, by name) with its columns; the answers lie in `Upload.reading`.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    model: "type[AnyUpload]"
    right: ClassVar[Right]
    columns: ClassVar[type[models.TextChoices]]
    heading_words: ClassVar[Mapping[str, Sequence[str]]]
    most_lines: ClassVar[int]
    about: ClassVar[str]
    upload_url: ClassVar[str]
    detail_url: ClassVar[str]
    rows_url: ClassVar[str] = ""
    columns_remark: ClassVar[str] = ""
    is_of_company: ClassVar[bool] = False
    check_job: ClassVar[JobKind | None] = None
    fields: ClassVar[Mapping[str, forms.Field]] = {}
    choices: ClassVar[Mapping[str, tuple[str, type[models.TextChoices]]]] = {}

    @abstractmethod
    def why_not_columns(self, columns: Mapping[str, int]) -> str:
        """What the choice of columns lacks, as a sentence; '' when nothing."""

    @abstractmethod
    def report_on(self, upload: AnyUpload) -> UploadReport:
        """What a commit would do as things are now, or what it did. Reads only."""

    @abstractmethod
    def commit(self, upload: AnyUpload, *, by: AbstractBaseUser, stamp: str) -> Committed:
        """Do what the report says; `stamp` is the one that the report was shown with."""

    def why_not_commit(self, upload: AnyUpload) -> str:
        """Why the file cannot be committed now, as a sentence; '' when it can."""
        if upload.job is not None:
            return "The file has been imported already."
        if reason := self.why_not_columns(upload.columns):
            return reason
        if self.check_job is None:
            return ""
        if upload.check_job is None or upload.check_job.is_active:
            return "The file has not been checked yet."
        if upload.check_job.error:
            return "The file could not be checked. Try again."
        return ""

    def questions(self, upload: AnyUpload) -> list[tuple[str, str, str]]:
        """What a person may say about the file: name of a field, its label, what stands in it.

        They are shown with the services to choose from, and answered by `take_answers`.
        """
        return []

    def take_answers(self, upload: AnyUpload, answers: Mapping[str, str]) -> str:
        """Take the answers to `questions`; what is wrong with them, as a sentence, or ''."""
        return ""

    def offered(self) -> Sequence[object]:
        """What may be chosen as an answer to a question."""
        return ()

    def page_above(self, upload: AnyUpload) -> tuple[str, str]:
        """Where the file came from: label and URL of the page above its own."""
        args = [upload.company_id] if self.is_of_company else []
        return self.title, reverse(self.upload_url, args=args)

    def crumbs(self, company: Company | None) -> list[tuple[str, str]]:
        """The pages above this one: label and URL, '' for a label alone."""
        return []

    def stamp(self, upload: AnyUpload) -> str:
        """The state of what a commit would change, for seeing whether others changed it."""
        return ""

    def rows(self, upload: AnyUpload, *, only_failed: bool) -> list[dict[str, str]]:
        """What becomes of each line, for the download."""
        return []

    def sample(self) -> dict[str, str]:
        """A line of a file to start from, by heading; empty when there is none."""
        return {}

    def url_of(self, upload: AnyUpload) -> str:
        """The page of `upload`."""
        return reverse(self.detail_url, args=[upload.pk])

    def submit(self, kind: JobKind, upload: AnyUpload, *, by: AbstractBaseUser) -> Job:
        """Queue a job for `upload`; pressed twice, it is one job."""
        details = JobDetails(lane=str(upload.pk), subject=upload.file_name[:100], right=self.right)
        parameters: dict[str, Any] = {self.parameter: upload.pk}
        return submit(kind, upload.company, by=by, parameters=parameters, details=details).job

    def start(self, kind: JobKind, upload: AnyUpload, *, by: AbstractBaseUser) -> Committed:
        """Commit `upload`, which is locked, by a job; its file is not needed any more."""
        if reason := self.why_not_commit(upload):
            return Committed(reason, is_refused=True)
        upload.job, upload.packed_file = self.submit(kind, upload, by=by), None
        upload.save(update_fields=["job", "packed_file"])
        return Committed()

    @property
    def parameter(self) -> str:
        """The parameter of a job that has the upload's id."""
        return f"{self.name}_import"
