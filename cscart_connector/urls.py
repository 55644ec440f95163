"""The map: one include per room."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path

from core.fresh_sign_in import guarding
from cscart_connector import own_sessions
from orders.api.views import api

# The admin's own sign-in page would know neither throttling nor the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.admin_view = guarding(admin.site.admin_view)  # type: ignore[method-assign]

# Only what we use of allauth's pages: nobody signs up or changes an e-mail address alone.
accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("sessions/", own_sessions.own_sessions, name="own_sessions"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("second-factor/", include("allauth.mfa.urls")),
]

# The API lets programs in by token; nobody signs in there.
api_urls = api.urls  # made again at each reading
for pattern in api_urls[0]:
    setattr(pattern.callback, "login_required", False)  # noqa: B010

urlpatterns = [
    path("api/v1/", api_urls),
    path("accounts/", include(accounts)),
    path("jobs/", include("jobs.urls")),
    path("notices/", include("notices.urls")),
    path("", include("settings.urls")),
    path("", include("stores.urls")),
    path("", include("shipping.urls")),
    path("", include("orders.urls")),
    path("", include("invoices.urls")),
    path("", include("records.urls")),
    path("", include("operations.urls")),
    path("admin/", admin.site.urls),
]
