"""Settings that every way of running shares. ``embedded`` and ``scaled`` add the engine room, ``test`` the haste."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE

from percaya.runtime.home import Home

HOME = Home.from_environment()
BASE_DIR = Path(__file__).resolve().parents[2]

SECRET_KEY = HOME.secret_key()
DEBUG = False
PUBLIC_URL = os.environ.get("PERCAYA_PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PERCAYA_PORT', '8000')}")
SECURE = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = [*filter(None, os.environ.get("PERCAYA_HOSTS", "").split(",")), "127.0.0.1", "localhost", "[::1]"]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(PUBLIC_URL.split("://", 1)[1].split("/")[0].rsplit(":", 1)[0])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "percaya.web.accounts",  # first: its templates and words go before allauth's and Django's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's lists of keys and sessions
    "django_htmx",
    "anymail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "percaya.core.journal",
    "percaya.core.workspace",
    "percaya.core.people",
    "percaya.core.knowledge",
    "percaya.core.tickets",
    "percaya.core.promises",
    "percaya.core.desk",
    "percaya.core.ratings",
    "percaya.stages.intake",
    "percaya.stages.triage",
    "percaya.stages.sla",
    "percaya.stages.routing",
    "percaya.stages.delivery",
    "percaya.stages.notices",
    "percaya.stages.bulk",
    "percaya.stages.analytics",
    "percaya.stages.automation",
    "percaya.stages.escalation",
    "percaya.stages.surveys",
    "percaya.stages.forecast",
    "percaya.stages.chat",
    "percaya.web.ui",
    "percaya.web.inbox",
    "percaya.web.people",
    "percaya.web.promises",
    "percaya.web.board",
    "percaya.web.reports",
    "percaya.web.escalations",
    "percaya.web.notices",
    "percaya.web.portal",
    "percaya.web.forms",
    "percaya.web.widget",
    "percaya.web.hooks",
    "percaya.web.simulator",
    "percaya.web.help",
    "percaya.web.knowledge",
    "percaya.web.surveys",
    "percaya.web.settings",
    "percaya.web.onboarding",
    "percaya.web.live",
    "percaya.web.api",
    "percaya.runtime",
]

MIDDLEWARE = [
    "percaya.web.ui.middleware.RequestMarks",
    "percaya.web.ui.middleware.Packed",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "percaya.web.ui.nul.WithoutNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "percaya.web.ui.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "percaya.web.urls"
WSGI_APPLICATION = None

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,  # <app>/jinja2/
        "OPTIONS": {
            "environment": "percaya.web.ui.environment.environment",
            "context_processors": ["percaya.web.ui.context.shared"],
        },
    },
    {  # allauth's own pages only
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,  # <app>/templates/
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "percaya.web.ui.context.shared",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "workspace.User"

# Language and time: UTC stored, zones named; message ids are English.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "percaya_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files are served by whitenoise from the apps themselves; names carry a digest once collected.
STATIC_URL = "/static/"
STATIC_ROOT = HOME.path / "static"
STATICFILES_FINDERS = [
    "percaya.web.ui.finders.PackageFiles",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "percaya.web.ui.storage.LeanStaticFiles"},
}
WHITENOISE_MANIFEST_STRICT = False

# Accounts (ASVS V6, V7): argon2id, throttled, nothing enumerable.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "percaya.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # members are invited by address; nobody signs up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,3/h/key"}  # nobody's mailbox is filled with our mail
PERCAYA_ACCOUNT_MAIL_APART = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False

# Cookies: the __Host- names need TLS, which the loopback default does not have.
_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_PREFIX}percaya_session"
CSRF_COOKIE_NAME = f"{_PREFIX}percaya_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "percaya.web.ui.views.stale_form"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = False  # the proxy in front does that
# Whether a proxy spoke TLS comes with the request's own scheme: the server believes X-Forwarded-Proto of trusted
# proxies alone, and Django, which cannot tell who sent the header, is not asked to (ASVS V4.1.3).
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'", NONCE],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Where the house plugs in its machine (paths, so that core never imports runtime).
PERCAYA_FLOW = "percaya.flow.FLOW"
PERCAYA_JOB_ENGINE = "percaya.runtime.jobs.embedded.EmbeddedEngine"
PERCAYA_BUS = "percaya.runtime.bus.LocalBus"
PERCAYA_PRESENCE = "percaya.runtime.presence.LocalPresence"
PERCAYA_SEARCH = "percaya.core.tickets.search.sqlite.SqliteSearch"
PERCAYA_BLOBS = HOME.path / "blobs"
PERCAYA_MAX_MAIL = 40 * 1024 * 1024  # bytes of one raw mail
PERCAYA_MAX_HOOK = 12 * 1024 * 1024  # bytes of one request of a vendor's webhook
PERCAYA_MAX_MEDIA = 100 * 1024 * 1024  # bytes of one file that is fetched from a vendor: a document on WhatsApp
PERCAYA_API_PER_MINUTE = int(os.environ.get("PERCAYA_API_PER_MINUTE", "600"))  # requests of one token

# Mail of the house itself (invitations, forgotten passwords): PERCAYA_MAIL_URL=smtp://user:password@host:587?tls=starttls.
# Without it such mail is printed where Percaya runs. What customers get leaves through their channel, not through this.
_mail = urlsplit(os.environ.get("PERCAYA_MAIL_URL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = "tls=tls" in _mail.query, "tls=starttls" in _mail.query
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("PERCAYA_MAIL_FROM", "percaya@localhost")

LOGGING_CONFIG = None  # structlog is configured by percaya.runtime.logs
SILENCED_SYSTEM_CHECKS: list[str] = []

# Webhooks of rules go to public addresses over https; these (host:port) at home may be called, too.
PERCAYA_WEBHOOK_HOSTS = [*filter(None, os.environ.get("PERCAYA_WEBHOOK_HOSTS", "").split(","))]

# Web Push: further push services (host or host:port) beside the browsers' own, and whom such a service may write to.
PERCAYA_PUSH_HOSTS = [*filter(None, os.environ.get("PERCAYA_PUSH_HOSTS", "").split(","))]
PERCAYA_PUSH_CONTACT = os.environ.get("PERCAYA_PUSH_CONTACT", f"mailto:{DEFAULT_FROM_EMAIL}")
