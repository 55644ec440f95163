"""Project settings, read from the environment. `.env.example` explains every variable."""

import os
from pathlib import Path

import django_stubs_ext
import environ
from bootstrap_wrapper import get_bootstrap_dir
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from cscart_connector.database import database
from cscart_connector.documents_storage import documents_storage
from cscart_connector.encryption_keys import encryption_keys
from cscart_connector.secret_files import read_secret_files
from jobs.kinds import QUEUES

# Lets Django's generic classes carry their types at run time: models.TextField[str, str].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
read_secret_files(os.environ)


def required(name: str) -> str:
    """Return the environment variable `name`, or say how to get it."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Start everything with bin/demo, or see .env.example."
        )
    return value


SECRET_KEY = required("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",  # operator classes in indexes over expressions
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_countries",
    "django_ace",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "auditlog",
    "csp",
    "core",
    "settings",
    "notices",
    "jobs",
    "uploads",
    "stores",
    "shipping",
    "orders",
    "invoices",
    "records",
    "operations",
    "cscart_connector",
]

MIDDLEWARE = [
    "operations.requests.name_request",
    "operations.probes.answer_probes",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.uploads.limit_request_size",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.headers.protect",
    "core.full_disk.TellOfFullDisk",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "cscart_connector.own_sessions.keep_alive",
    "allauth.account.middleware.AccountMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "cscart_connector.urls"
WSGI_APPLICATION = "cscart_connector.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "notices.context.bell",
                "settings.context.rights",
                "operations.context.version",
            ],
            "builtins": [
                "lucide.templatetags.lucide",
                "core.templatetags.house",
                "core.templatetags.fields",
                "orders.templatetags.once",
            ],
        },
    },
]

# Connections are kept, and tried before each request: PostgreSQL may have been started again.
DATABASES = {"default": database(required("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "cscart_connector.passwords.GuessedValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

# Signing in (django-allauth): by login name or e-mail, slowed down after failures, with an optional
# authenticator app. People are added by a Client Admin on Manage Employees, never by themselves.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "cscart_connector.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# An unknown address gets no mail: it would invite to a sign-up that is closed.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Failures of browsers that are not known for the account; the others have budgets of their own. No
# limit of all tries by address, which allauth has too: a stranger there could use it up.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "30/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "CS-Cart Connector"
MFA_ADAPTER = "cscart_connector.sign_in.MfaAdapter"
# Whoever has done nothing for so many hours signs in again.
SESSION_COOKIE_AGE = env.int("SIGNED_OUT_AFTER_HOURS", default=12) * 60 * 60
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="orders@localhost")
# Where people reach these pages, for links in e-mails; without it they have none.
SITE_URL = env.str("SITE_URL", default="")
# smtp://user:password@host:587 in production; without it mails are written to the log.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))

# Counts failed sign-ins. In the database, so that every web machine sees the same counts and losing
# Redis locks nobody out; `migrate` makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

# Change Log (django-auditlog). A secret is never listed: a field that is not named here as excluded
# is written down with its old and new value.
AUDITLOG_INCLUDE_TRACKING_MODELS = (
    {"model": "company_settings.Company", "exclude_fields": ["created_at"]},
    {"model": "company_settings.StoreConnection", "exclude_fields": ["api_key"]},
    "company_settings.WebsiteOptions",
    {
        "model": "company_settings.ApiToken",
        "exclude_fields": ["secret_hash", "last_used_at", "minute_began_at", "used_in_minute"],
    },
    "company_settings.WebsiteStatus",
    "company_settings.StatusUploads",
    "stores.TrackingDelay",
    "records.Retention",
    {"model": "company_settings.Membership", "m2m_fields": ["roles"]},
    "shipping.Carrier",
    "shipping.ShippingService",
    {"model": "shipping.MethodMapping", "exclude_fields": ["normal_name"]},
    "invoices.InvoiceSettings",
    "invoices.ChannelPreference",
    {"model": "shipping.ShippingDefaults", "exclude_fields": ["version", "saved_at", "saved_by"]},
    {
        "model": "orders.Order",
        "include_fields": ["order_status", "payment_status", "shipping_status"],
    },
    {
        "model": "auth.User",
        "include_fields": ["username", "email", "first_name", "last_name", "is_active", "is_staff"],
    },
)
AUDITLOG_DISABLE_REMOTE_ADDR = True

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
# Where `collectstatic` puts the files for a web server that wants them; without it they are served
# from where the packages have them.
STATIC_ROOT = env.str("STATIC_ROOT", default="") or None
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", get_bootstrap_dir())]
WHITENOISE_USE_FINDERS = STATIC_ROOT is None

# Documents, exports and uploaded pictures, in a folder or in an S3-compatible storage. They are
# read and written through the storage, never by a path.
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "media"))
STORAGES = {
    "default": documents_storage(
        bucket=env.str("S3_BUCKET", default=""),
        endpoint=env.str("S3_ENDPOINT_URL", default=""),
        region=env.str("S3_REGION", default=""),
        access_key=env.str("S3_ACCESS_KEY", default=""),
        secret_key=env.str("S3_SECRET_KEY", default=""),
        folder=env.str("S3_FOLDER", default=""),
    ),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LARGEST_REQUEST = 10 * 1024 * 1024
# The shipping method mapping is one form: 10,000 rows of five fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60_000
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_REQUEST

CELERY_BROKER_URL = required("REDIS_URL")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_TIME_LIMIT = 6 * 60 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # LOGGING below holds for workers too
# A worker that is not told otherwise (-Q) serves every queue.
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [Queue(name) for name in QUEUES]
CELERY_TASK_ROUTES = {
    "stores.tasks.*": {"queue": "outgoing"},
    "invoices.tasks.*": {"queue": "documents"},
}
# Jobs have four priorities, and the greater comes first: Redis keeps a list for each.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "priority_steps": [0, 3, 6, 9],
    "queue_order_strategy": "priority",
}

# Automatic runs that brought nothing new are kept for so many days; other jobs as long as the
# company's Data Retention says.
QUIET_JOBS_KEPT_DAYS = env.int("QUIET_JOBS_KEPT_DAYS", default=2)

# Keys that encrypt secrets in the database, newest first; the older ones only decrypt.
FIELD_ENCRYPTION_KEYS = encryption_keys(required("FIELD_ENCRYPTION_KEYS"))

# How each store plugin is reached: the adapter is named here and nowhere else. Others come by the
# environment, see docs/second-store.md.
STORE_PLUGINS = {
    "CsCart": "cscart_connector.cscart.store.CsCartStore",
    **dict(pair.split("=", 1) for pair in env.list("STORE_PLUGINS", default=[])),
}

# How long a store may take for one answer: it is slow PHP.
STORE_TIMEOUT_SECONDS = env.float("STORE_TIMEOUT_SECONDS", default=60.0)
# A store that we have hung up on goes on working. For so long after our last wait ended, nobody can
# say that a write did not happen; CS-Cart's own limit for a request is mostly far below.
STORE_UNCLEAR_FOR_SECONDS = env.float(
    "STORE_UNCLEAR_FOR_SECONDS",
    default=env.float("STORE_SETTLES_AFTER_SECONDS", default=300.0),  # its name until 0.1
)
# The first pause after a failed upload or before a store that is down is tried again; later ones
# grow to sixty times as much.
DELIVERY_PAUSE_SECONDS = env.float("DELIVERY_PAUSE_SECONDS", default=60.0)

# Who writes on the orders what became of their outgoing changes; see `stores.delivery_outcomes`.
OUTCOME_RECEIVER = "orders.fulfilment.website_outcomes.record_outcomes"


# Renderers of others, by the name that staff choose: dotted paths, see docs/invoice-plugins.md.
INVOICE_PLUGINS: dict[str, str] = dict(
    pair.split("=", 1) for pair in env.list("INVOICE_PLUGINS", default=[])
)
# Converts Word files where it is named, for example soffice; without it dxpdf does.
LIBREOFFICE = env.str("LIBREOFFICE", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s %(ids)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s "
            "%(request_id)s %(task_id)s %(job_id)s",
        },
    },
    "filters": {
        "ids": {"()": "core.tracing.AddIds"},
        "refusals": {"()": "core.tracing.RefusalsInOneLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", default="plain"),
            "filters": ["ids", "refusals"],
        }
    },
    # They tell every step of every document.
    "loggers": {"weasyprint": {"level": "ERROR"}, "pikepdf": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}

# Who may read /metrics; without a token there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Who is told of errors and of how long things take, without personal data. Off without addresses.
SENTRY_DSN = env.str("SENTRY_DSN", default="")
SENTRY_ENVIRONMENT = env.str("SENTRY_ENVIRONMENT", default="production")
SENTRY_TRACES_SAMPLE_RATE = env.float("SENTRY_TRACES_SAMPLE_RATE", default=0.0)
OTEL_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")

# Stores in private networks, or on this machine, may be called. bin/demo needs it for its store.
STORES_MAY_BE_PRIVATE = env.bool("STORES_MAY_BE_PRIVATE", default=False)

# On unless switched off: bin/demo and tests speak plain http on this machine.
HTTPS_ONLY = env.bool("HTTPS_ONLY", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS_ONLY else 0
# They bind the whole domain, and the preload list is hard to leave: only who asks for it.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if env.bool("BEHIND_HTTPS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's form icons and the QR code of the second factor
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
