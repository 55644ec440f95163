"""The System page."""

from django.urls import path

from operations import views

urlpatterns = [path("system/", views.system, name="system")]
