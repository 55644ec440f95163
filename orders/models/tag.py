"""Tags: words that a company's staff put on orders."""

from django.db import models
from django.db.models.functions import Lower

from settings.models import Company


class TagColour(models.TextChoices):
    """What a tag looks like; its name always stands in it."""

    GREY = "plain", "Grey"
    BLUE = "busy", "Blue"
    GREEN = "good", "Green"
    AMBER = "warn", "Amber"
    RED = "bad", "Red"


class Tag(models.Model):
    """A word of one company. Its name is there once, whatever the capital letters."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField("Name", max_length=40)
    colour = models.CharField(
        "Colour", max_length=10, choices=TagColour.choices, default=TagColour.GREY
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("company", Lower("name"), name="one_tag_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
