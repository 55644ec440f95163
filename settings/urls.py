"""Company Settings."""

from django.urls import path

from settings import views

urlpatterns = [
    path("", views.company_list, name="company_list"),
    path("<int:company_id>/website/general/", views.website_general, name="website_general"),
    path("<int:company_id>/website/cart-general/", views.cart_general, name="cart_general"),
]
