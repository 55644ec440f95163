"""PDFs of issued documents that may go."""

from django.db import transaction

from invoices.models import IssuedDocument


def forget_file(row: IssuedDocument) -> None:
    """Remove the PDF of an erased customer. Printing draws it again, without the person."""
    name, storage = str(row.file.name), row.file.storage
    row.file, row.content_hash, row.size = "", "", 0
    row.save(update_fields=["file", "content_hash", "size"])
    # A file without row is litter; a row without file would be a loss.
    transaction.on_commit(lambda: storage.delete(name))
