"""Words of allauth whose Chinese is said better here: our catalogue is read before its own."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import pgettext_lazy

ALLAUTH_WORDS = (
    _("Activate Authenticator App"),
    _("Add Security Key"),
    _("An authenticator app is not active."),
    _("Authentication using an authenticator app is active."),
    _("Authenticator App"),
    _("Change Email"),
    _("Change Phone"),
    _("Changing to"),
    _("Code"),
    _("Confirm Access"),
    _("Current email"),
    _("Current phone"),
    _("Email Address"),
    _("Enter Phone Verification Code"),
    _("Enter Sign-In Code"),
    _("No recovery codes set up."),
    _("No security keys have been added."),
    _("Passwordless"),
    _("Phone Verification"),
    _("Please reauthenticate to safeguard your account."),
    _("Re-send Verification"),
    _("Recovery Codes"),
    _("Security Keys"),
    _("Two-Factor Authentication"),
    _("Use a different phone number"),
    _("Your email address is still pending verification."),
    pgettext_lazy("action", "Change Phone"),
)
