"""Django settings, derived from the typed settings of the kernel."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.settings import ROOT, settings

# Django's generic classes can be subscripted at run time, as mypy reads them.
django_stubs_ext.monkeypatch()

BASE_DIR = ROOT
SECRET_KEY = settings.load_secret_key()
DEBUG = settings.debug
ALLOWED_HOSTS = [h.strip() for h in settings.allowed_hosts.split(",")]
_https = settings.market_url.startswith("https://")
CSRF_TRUSTED_ORIGINS = [settings.market_url]

# Rooms, from the ground floor up.
ROOMS = [
    "jishi.foundation.kernel",
    "jishi.foundation.accounts",
    "jishi.foundation.ledger",
    "jishi.trade.shops",
    "jishi.trade.catalog",
    "jishi.trade.payments",
    "jishi.trade.promotions",
    "jishi.trade.shipping",
    "jishi.trade.orders",
    "jishi.trade.settlement",
    "jishi.trade.reviews",
    "jishi.trade.aftersales",
    "jishi.trade.deposits",
    "jishi.trade.conversations",
    "jishi.content.media",
    "jishi.content.posts",
    "jishi.relations.follows",
    "jishi.traffic.signals",
    "jishi.traffic.recall",
    "jishi.traffic.ranking",
    "jishi.traffic.allocation",
    "jishi.traffic.search",
    "jishi.surfaces.market",
    "jishi.surfaces.entrance",
    "jishi.surfaces.studio",
    "jishi.surfaces.desk",
    "jishi.surfaces.control",
    "jishi.surfaces.api",
]


INSTALLED_APPS = [
    # Neither makes an admin site nor looks for tables: surfaces.control does, of our rooms alone.
    "unfold.apps.BasicAppConfig",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_vite",
    "csp",
    "procrastinate.contrib.django",
    *ROOMS,
    # After the rooms, whose templates replace allauth's.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "jishi.config.csp.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "jishi.config.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "jishi.config.urls"
WSGI_APPLICATION = "jishi.config.wsgi.application"
APPEND_SLASH = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "libraries": {"i18n": "jishi.surfaces.market.templatetags.quick_i18n"},
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
            ],
        },
    }
]


def database_from_url(url: str) -> dict[str, object]:
    """Django's database dictionary of a postgresql:// address (socket in `?host=`)."""
    parts = urlsplit(url)
    query = {k: v[-1] for k, v in parse_qs(parts.query).items()}
    options: dict[str, object] = {
        "application_name": "jishi",
        # Values travel beside their statement, so a statement that comes again is not planned anew.
        "server_side_binding": True,
        "prepare_threshold": 5,
    }
    if "sslmode" in query:
        options["sslmode"] = query["sslmode"]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": query.get("port") or str(parts.port or 5432),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


DATABASES = {
    "default": database_from_url(settings.database_url or "postgresql://jishi_app@localhost/jishi")
}
if os.environ.get("JISHI_ROLE") == "web":
    # Granian's threads come and go with requests; a small pool keeps their connections.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}  # type: ignore[index]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# The one cache is Valkey; without an address (doctor, static checks) nothing is cached.
CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
}
if settings.valkey_url:
    CACHES["default"] = {
        "BACKEND": "jishi.config.cache.ValkeyCache",
        "LOCATION": settings.valkey_url,
    }
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

LANGUAGE_CODE = settings.default_language
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = settings.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "jishi" / "static"] if (ROOT / "jishi" / "static").is_dir() else []
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(settings.var_dir / "media")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Vite names its files by content, so they may be kept for ever.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = settings.debug
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/assets/.+-[\w-]{8,}\.\w+$"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "build",
        "manifest_path": ROOT / "jishi" / "static" / "build" / "manifest.json",
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

_media = settings.media_url
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/control/"],  # unfold's Alpine needs eval; staff only
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:", _media],
        "media-src": [SELF, "blob:", _media],
        "connect-src": [SELF, _media],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

if settings.email_url:
    _mail = urlsplit(settings.email_url)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
        unquote(_mail.username or ""),
        unquote(_mail.password or ""),
    )
    EMAIL_USE_TLS = "starttls" in _mail.query
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = settings.var_dir / "mail"
DEFAULT_FROM_EMAIL = f"market@{urlsplit(settings.market_url).hostname}"

PROCRASTINATE_ON_APP_READY = None
MIGRATION_LINTER_OPTIONS = {"no_cache": True}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"jishi": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}

from jishi.config.accounts import *  # noqa: E402, F403
from jishi.config.unfold import *  # noqa: E402, F403
