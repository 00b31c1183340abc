"""django-allauth's settings: e-mail or phone, password or code, MFA, sessions."""

from jishi.foundation.kernel.settings import settings

ACCOUNT_ADAPTER = "jishi.foundation.accounts.providers.allauth_adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "jishi.surfaces.entrance.forms.SignInForm",
    "request_login_code": "jishi.surfaces.entrance.forms.RequestCodeForm",
    "signup": "jishi.surfaces.entrance.forms.SignUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# Either is enough: the sign-up form has one field for both and refuses an empty one.
ACCOUNT_SIGNUP_FIELDS = ["email", "phone", "password1*"]
# W003: our i18n tags replace Django's on purpose.
SILENCED_SYSTEM_CHECKS = ["account.W001", "templates.W003"]
# `mandatory` would demand an e-mail address of people who have a phone. What needs a
# reachable person asks `accounts.queries.require_verified_contact`.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = settings.market_url.split(":", 1)[0]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Six digits are what a phone's keyboard offers to fill in; three tries each.
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = ACCOUNT_LOGIN_BY_CODE_FORMAT
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"signup": "20/m/ip,200/d/ip"}

MFA_ADAPTER = "jishi.foundation.accounts.providers.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Jishi"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a stronger account is never a worse one
# The relying party is the host of the request; browsers allow plain http on localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not settings.market_url.startswith("https://")

# A row when somebody signs in; tracking each request would cost three statements a page.
USERSESSIONS_TRACK_ACTIVITY = False

SMS_SENDER = "jishi.foundation.accounts.providers.sms_outbox.OutboxSmsSender"
