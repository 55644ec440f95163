"""What a person may do at a company: rights, and the roles that bundle them.

A role is a Django group, held per membership; a right is a permission. Administrators may make
further groups (Sellercloud calls them security templates) and give those to people as well.
"""

from django.contrib.auth.models import Group, Permission
from django.db import models


class Right(models.TextChoices):
    """A right at a company. The value is the permission's codename."""

    VIEW = "view_orders", "View orders"
    EDIT = "edit_orders", "Edit orders"
    SHIP = "ship_orders", "Ship orders"
    REFUND = "initiate_refunds", "Initiate refunds"
    IMPORT = "import_orders", "Import orders"
    SETTINGS = "change_company_settings", "Company settings"
    PEOPLE = "manage_employees", "Manage employees"


CLIENT_ADMIN = "Client Admin"

ROLES: dict[str, tuple[Right, ...]] = {
    CLIENT_ADMIN: tuple(Right),
    "View": (Right.VIEW,),
    "Edit": (Right.VIEW, Right.EDIT, Right.IMPORT),
    "Ship": (Right.VIEW, Right.SHIP),
    "Initiate Refund": (Right.VIEW, Right.REFUND),
    "Company settings": (Right.SETTINGS, Right.IMPORT),
}


def ensure_roles() -> None:
    """Make the roles that are missing. Runs after every `migrate`; what was changed stays."""
    for name, rights in ROLES.items():
        role, _is_new = Group.objects.get_or_create(name=name)
        if not role.permissions.exists():
            role.permissions.set(permissions(*rights))


def permissions(*rights: Right) -> models.QuerySet[Permission]:
    """The permissions behind `rights`."""
    return Permission.objects.filter(
        content_type__app_label="company_settings", codename__in=rights
    )
