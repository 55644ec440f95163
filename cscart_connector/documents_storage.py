"""Where documents, exports and pictures lie: in a folder, or in an S3-compatible storage."""

from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def documents_storage(
    *, bucket: str, endpoint: str, region: str, access_key: str, secret_key: str, folder: str
) -> dict[str, Any]:
    """The `default` of STORAGES; without a `bucket` the folder MEDIA_ROOT.

    What is empty is left to the storage's own ways: machines of a cloud have a role instead of
    keys. Raises `ImproperlyConfigured` when the package is missing.
    """
    if not bucket:
        return {"BACKEND": "core.full_disk.DocumentsFolder"}
    if find_spec("storages") is None:
        raise ImproperlyConfigured(
            "S3_BUCKET is set: install requirements-s3.txt too (EXTRAS=s3 for docker-compose)."
        )
    chosen = {
        "bucket_name": bucket,
        "endpoint_url": endpoint,
        "region_name": region,
        "access_key": access_key,
        "secret_key": secret_key,
        "location": folder,
    }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            **{name: value for name, value in chosen.items() if value},
            "default_acl": None,  # private, as the bucket says
            "file_overwrite": False,  # what is issued is never written again
        },
    }
