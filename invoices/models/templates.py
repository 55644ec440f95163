"""What staff bring themselves: channel templates, Word templates and pictures."""

import uuid
from pathlib import PurePath

from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models

from core.validators import validate_image
from invoices.models.settings import Channel
from settings.models import Company


def word_path(_owner: object, _filename: str) -> str:
    """A path in the storage that nobody can guess."""
    return f"invoices/templates/{uuid.uuid4().hex}.docx"


def picture_path(_owner: object, filename: str) -> str:
    """A path in the storage; of `filename` only the ending is kept."""
    return f"invoices/pictures/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


class ChannelTemplate(models.Model):
    """A version of a channel's own template. The highest version is printed; none is changed."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="channel_templates")
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.WEBSITE)
    version = models.PositiveIntegerField()
    html = models.TextField("HTML")
    css = models.TextField("CSS", blank=True)
    note = models.CharField("What changed", max_length=200, blank=True)
    saved_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.ForeignKey(
        "auth.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "channel", "version"], name="one_template_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} template, version {self.version}"


class WordTemplate(models.Model):
    """An uploaded .docx, checked when it came."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="word_templates")
    name = models.CharField("Name", max_length=120)
    file = models.FileField("Word file", upload_to=word_path)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        "auth.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name"],
                name="one_word_template_per_name",
                violation_error_message="There is a template of this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Picture(models.Model):
    """A picture that channel templates may show, as asset:NAME."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="invoice_pictures")
    name = models.CharField(
        "Name",
        max_length=40,
        validators=[
            RegexValidator(r"^[a-z0-9-]+$", "Use small letters, digits and hyphens."),
            RegexValidator(r"^logo$", "The company's logo has this name.", inverse_match=True),
        ],
    )
    file = models.ImageField(
        "Picture",
        upload_to=picture_path,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg"]), validate_image],
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name"],
                name="one_picture_per_name",
                violation_error_message="There is a picture of this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
