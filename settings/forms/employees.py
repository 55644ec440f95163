"""Forms of Manage Employees."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group, User

from core.concurrent_edits import ConcurrentEdits
from settings.access import rights_of
from settings.models import Company, Membership
from settings.people import roles_to_give


class AccountForm(ConcurrentEdits, forms.ModelForm[User]):
    """Who a person is."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "is_active"]
        labels = {"username": "Login name", "email": "E-mail", "is_active": "May sign in"}
        help_texts = {
            "username": "Letters, digits and @ . + - _ only.",
            "is_active": "Untick this when the person leaves; nothing they did is lost.",
        }

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        others = User.objects.exclude(pk=self.instance.pk)
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError("Another person has this e-mail address.")
        return email

    def changes(self) -> dict[str, tuple[str, str]]:
        """What the form changed: old and new by what staff call the field."""
        given = self.cleaned_data
        return {
            str(self.fields[name].label): (str(self.initial.get(name, "")), str(given[name]))
            for name in self.changed_data
        }


class RolesForm(ConcurrentEdits, forms.Form):
    """The roles of one person at one company; none means that they do not work there."""

    roles = forms.ModelMultipleChoiceField(
        queryset=Group.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    refund_limit = forms.DecimalField(
        label="Refund limit",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text="The most this person may refund on one order. Empty: no limit.",
    )

    def __init__(self, data: Any, *, company: Company, by: User, person: User) -> None:
        self.company = company
        membership = Membership.objects.filter(company=company, user_id=person.pk or 0).first()
        initial: dict[str, Any] = {}
        if membership is not None:
            initial = {"roles": membership.roles.all(), "refund_limit": membership.refund_limit}
        super().__init__(data, prefix=f"company-{company.pk}", initial=initial)
        field = self.fields["roles"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101  # for mypy
        field.queryset = roles_to_give(rights_of(by, company))
        field.label = f"Roles at {company}"
