"""An uploaded file, whatever its kind, and names for choices of columns."""

from uploads.models.profile import ColumnProfile
from uploads.models.upload import UNUSED_KEPT, Upload

__all__ = ["UNUSED_KEPT", "ColumnProfile", "Upload"]
