"""Addresses under /accounts/."""

from django.urls import include, path

from jishi.surfaces.entrance import views

urlpatterns = [
    path("", views.home, name="accounts_home"),
    path("close/", views.close, name="accounts_close"),
    path("export/", views.export, name="accounts_export"),
    path("invitations/<str:token>/", views.invitation, name="accounts_invitation"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
