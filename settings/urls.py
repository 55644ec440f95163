"""Company Settings and Manage Employees."""

from django.urls import path

from settings.views import api_tokens, cart, change_log, companies, employees, menus, website

urlpatterns = [
    path("companies/", companies.company_list, name="company_list"),
    path("companies/new/", companies.company_create, name="company_create"),
    path("companies/last/", companies.company_last, name="company_last"),
    path("companies/<int:company_id>/", companies.company_detail, name="company_detail"),
    path("companies/<int:company_id>/logo/", companies.company_logo, name="company_logo"),
    path(
        "companies/<int:company_id>/deactivation/",
        companies.company_deactivation,
        name="company_deactivation",
    ),
    path(
        "companies/<int:company_id>/reactivation/",
        companies.company_reactivation,
        name="company_reactivation",
    ),
    path("companies/<int:company_id>/menu/<slug:name>/", menus.company_menu, name="company_menu"),
    path("companies/<int:company_id>/stars/", menus.star, name="company_star"),
    path(
        "companies/<int:company_id>/change-log/",
        change_log.company_change_log,
        name="company_change_log",
    ),
    path(
        "companies/<int:company_id>/website/general/",
        website.website_general,
        name="website_general",
    ),
    path(
        "companies/<int:company_id>/website/cart-general/", cart.cart_general, name="cart_general"
    ),
    path(
        "companies/<int:company_id>/website/order-statuses/",
        cart.website_statuses,
        name="website_statuses",
    ),
    path("companies/<int:company_id>/api-tokens/", api_tokens.api_tokens, name="api_tokens"),
    path(
        "companies/api-tokens/<int:token_id>/takeover/",
        api_tokens.api_token_takeover,
        name="api_token_takeover",
    ),
    path(
        "companies/api-tokens/<int:token_id>/revocation/",
        api_tokens.api_token_revocation,
        name="api_token_revocation",
    ),
    path("employees/", employees.employee_list, name="employee_list"),
    path("employees/new/", employees.employee_create, name="employee_create"),
    path("employees/<int:user_id>/", employees.employee_detail, name="employee_detail"),
    path(
        "employees/<int:user_id>/invitation/",
        employees.employee_invitation,
        name="employee_invitation",
    ),
]
