"""Files that jobs write for people to download."""

from django.core.files import File

from jobs.models import Job


def keep_file(job: Job, name: str, content: "File[bytes]") -> None:
    """Make `content` the file of the job, to be saved as `name`; it goes when the job goes.

    A file of an earlier attempt is replaced.
    """
    if job.result_file:
        job.result_file.delete(save=False)
    job.result_size = content.size
    job.result_file.save(name, content, save=False)
    job.save(update_fields=["result_file", "result_size"])
