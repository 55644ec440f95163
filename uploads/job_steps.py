"""What every job of an uploaded file begins with."""

from django.contrib.auth.models import AbstractBaseUser

from jobs.models import Job
from jobs.progress import JobFailed
from settings.access import rights_of
from uploads.kinds import AnyUpload, UploadKind


def file_of(job: Job, kind: UploadKind[AnyUpload]) -> AnyUpload:
    """The file that `job` is about. Raises `JobFailed`."""
    uploads = kind.model._default_manager.filter(company=job.company)
    upload = uploads.select_related("company").filter(pk=job.parameters[kind.parameter]).first()
    if upload is None:
        raise JobFailed("The file is not there any more. Upload it again.")
    return upload


def asked_by(job: Job, kind: UploadKind[AnyUpload], doing: str) -> AbstractBaseUser:
    """Who asked for `job`, if they still may. Raises `JobFailed`."""
    by = job.submitted_by
    if by is None or not by.is_active or kind.right not in rights_of(by, job.company):
        raise JobFailed(
            f"Who asked for this may not {doing} of this company any more. Somebody else must."
        )
    return by
