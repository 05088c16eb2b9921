"""All settings in one file, from the environment or a file; closed by default in production.

`HANDSCHLAG_MODE` is production (the default: nothing is open that was not opened), demo (one machine,
everybody may look inside) or test.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from handschlag.common.operations.logs import logging_settings
from handschlag.common.web import USUAL_BODY
from handschlag.site.environment import LISTENING, Environment, is_folder, refuse_strangers
from handschlag.site.providers import (
    NO_ROLES,
    NOBODY,
    STORAGE_FOLDER,
    chosen_place,
    content_policy,
    database,
    file_storage,
    languages_in,
    online_providers,
    organisations,
    passkey_roles,
    smtp_mailer,
)

environment = Environment.of_this_process(gathers=True)
PACKAGE = Path(__file__).resolve().parent.parent
MODE = environment.choice("MODE", ("production", "demo", "test"), default="production")
IS_PRODUCTION = MODE == "production"
DATA = environment.made_folder("DATA", default=Path.cwd() / "out" / MODE)
ROOT_MAY_WRITE = environment.switch("ROOT_MAY_WRITE", default=False)

DEBUG = False
SECRET_KEY = environment.text("SECRET_KEY", default=None if IS_PRODUCTION else "only-for-demo-and-test")
if IS_PRODUCTION and 0 < len(SECRET_KEY) < 50:
    environment.refuse("HANDSCHLAG_SECRET_KEY must have at least 50 characters.")
ALLOWED_HOSTS = environment.hosts(
    "HOSTS", default=() if IS_PRODUCTION else ("localhost", "127.0.0.1", "testserver")
)
if IS_PRODUCTION and not ALLOWED_HOSTS:
    environment.refuse("HANDSCHLAG_HOSTS must name the hosts that the platform answers for.")
is_for_strangers = environment.switch("DEMO_OPEN_TO_STRANGERS", default=False)
if MODE == "demo":
    environment.built(
        partial(refuse_strangers, ALLOWED_HOSTS, is_for_strangers=is_for_strangers), otherwise=None
    )
CSRF_TRUSTED_ORIGINS = environment.origins("ORIGINS")
is_named = IS_PRODUCTION and bool(ALLOWED_HOSTS)
BASE_URL = environment.origin(
    "BASE_URL",
    default=f"https://{ALLOWED_HOSTS[0].lstrip('*.') or 'localhost'}"
    if is_named
    else "http://localhost:8000",
)

INSTALLED_APPS = [
    "handschlag.demo",
    "handschlag.pages",
    "handschlag.api",
    "handschlag.statistics",
    "handschlag.day",
    "handschlag.matching",
    "handschlag.registration",
    "handschlag.events",
    "handschlag.directory",
    "handschlag.programmes",
    "handschlag.following.apps.FollowingConfig",
    "handschlag.accounts",
    "handschlag.common",
    "handschlag.design",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "handschlag.common.web.RequestIdMiddleware",
    "handschlag.common.operations.monitoring.ProbeMiddleware",
    "handschlag.common.operations.monitoring.AccessLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "handschlag.common.web.EncodingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "handschlag.common.web.PlainAddressMiddleware",
    "handschlag.common.web.ClockMiddleware",
    "handschlag.common.web.BodySizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "handschlag.common.page_cache.middleware.PageCacheMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "handschlag.accounts.middleware.PersonMiddleware",
    "handschlag.accounts.middleware.RefusalMiddleware",
    "handschlag.events.console.NotYetMiddleware",
    "handschlag.site.errors.StorageMiddleware",
]
if MODE == "demo":
    MIDDLEWARE.insert(0, "handschlag.demo.middleware.TimingMiddleware")

ROOT_URLCONF = "handschlag.site.urls"
CSRF_FAILURE_VIEW = "handschlag.site.errors.stale_form"
WSGI_APPLICATION = "handschlag.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["handschlag.design.squeezing.SqueezingLoader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "handschlag.design.context_processors.shell",
                "handschlag.accounts.context_processors.menu",
            ],
        },
    },
]

DATABASES = {"default": database(environment, folder=DATA)}
IS_SQLITE = DATABASES["default"]["ENGINE"] == "handschlag.common.sqlite"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
SESSION_ENGINE = "handschlag.accounts.models"
trusted = environment.names("PASSKEY_FOR", default=(NOBODY if MODE == "demo" else "administrator",))
PASSKEY_FOR = environment.built(partial(passkey_roles, trusted), otherwise=NO_ROLES)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:profile"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
KNOWN_BROWSER_COOKIE = "known_browser"
SOCIALACCOUNT_ADAPTER = "handschlag.accounts.organisations.Federation"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": organisations(environment)}}
MFA_ADAPTER = "handschlag.accounts.organisations.Passkeys"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # our own are counted in the database, for all processes
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if MODE == "test"
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)

LANGUAGE_CODE = "de"
# docs/howto/add-a-language.md
LOCALE_PATHS = [environment.own_folder("LANGUAGES", default=DATA / "languages")]
LANGUAGES = [("de", "Deutsch"), ("en", "English"), *languages_in(LOCALE_PATHS[0])]
USE_TZ = True
FORMAT_MODULE_PATH = "handschlag.common.formats"
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "media/"
STORAGES = {
    "default": file_storage(environment),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "handschlag.design.assets.StaticFiles"
    },
}
IS_STORAGE_SHARED = STORAGES["default"] != STORAGE_FOLDER  # several hosts have the same files
OWN_CONTENT = environment.own_folder("OWN_CONTENT", default=DATA / "own-content")
STATICFILES_DIRS = [("own", OWN_CONTENT)] if is_folder(OWN_CONTENT) else []
WHITENOISE_USE_FINDERS = MODE == "test"

SECURE_CSP = content_policy(SOCIALACCOUNT_PROVIDERS)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
IS_SECURE = environment.switch("HTTPS", default=IS_PRODUCTION)
if IS_PRODUCTION and IS_SECURE and environment.text("BASE_URL", default="").startswith("http://"):
    environment.refuse("HANDSCHLAG_BASE_URL begins with http:// while HANDSCHLAG_HTTPS is yes.")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_SECURE
# The prefix makes browsers refuse such a cookie from another host of the same domain.
PREFIX = "__Host-" if IS_SECURE else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{PREFIX}sessionid", f"{PREFIX}csrftoken"
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
# Subdomains and browsers' preload lists are for those to promise who own the domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
IS_BEHIND_PROXY = environment.switch("BEHIND_PROXY", default=False)
PROXIES = environment.number("PROXIES", default=1, least=1)
if PROXIES > 1 and not IS_BEHIND_PROXY:
    environment.refuse("HANDSCHLAG_PROXIES counts nothing unless HANDSCHLAG_BEHIND_PROXY is yes.")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_PROXY else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = USUAL_BODY

LOGGING_CONFIG = "handschlag.common.operations.logs.configure"
LOGGING = logging_settings(
    is_json=environment.choice("LOG", ("json", "lines"), default="json" if IS_PRODUCTION else "lines")
    == "json",
    level=environment.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO"),
)
PREPARED = None if MODE == "test" else DATA / "prepared"  # what the next start need not make again
# Pages kept for visitors, in each web process. Tests ask for it where they are about it.
KEPT_PAGES_BYTES = environment.number("KEPT_PAGES_MB", default=0 if MODE == "test" else 32) * 1024 * 1024
# Other systems are called on the open internet only, unless somebody who tries this out says otherwise.
WEBHOOKS_MAY_BE_LOCAL = environment.switch("WEBHOOKS_LOCAL", default=False)
# Push messages to browsers go to these services only; to this machine for whoever tries them out.
PUSH = environment.switch("PUSH", default=False)
PUSH_SERVICES = environment.hosts(
    "PUSH_SERVICES",
    below="*.",
    default=(
        "fcm.googleapis.com",  # Chrome, Edge on phones, Opera, Samsung
        "updates.push.services.mozilla.com",
        "*.notify.windows.com",
        "*.push.apple.com",
    ),
)
PUSH_MAY_BE_LOCAL = environment.switch("PUSH_LOCAL", default=False)
ONLINE_PROVIDERS = online_providers(environment)
# Recommendations compare whole texts by a model that runs here: better, and a second more for each person.
COMPARES_MEANING = environment.switch("COMPARES_MEANING", default=IS_PRODUCTION)
# Read by the server itself (`handschlag.site.server`), and checked here with all others.
BIND = environment.listening("BIND", default=LISTENING)
WEB_PROCESSES = environment.number("WEB_PROCESSES", default=2, least=1)
WEB_THREADS = environment.number("WEB_THREADS", default=4, least=1)
STOPS_AFTER = environment.number("STOPS_AFTER", default=0)
SLOW_MS = environment.number("SLOW_MS", default=500, least=1)
METRICS_TOKEN = environment.text("METRICS_TOKEN", default="")

# Everything that sends mail writes into the outbox; the worker takes it from there to the mail server.
SMTP_URL = environment.text("SMTP_URL", default=None if IS_PRODUCTION else "")
SENDS_MAIL = bool(SMTP_URL)
MAILERS = {"default": {"BACKEND": "handschlag.common.mail.OutboxBackend"}}
if SENDS_MAIL:
    MAILERS["smtp"] = environment.built(lambda: smtp_mailer(SMTP_URL), otherwise={})
sender = None if IS_PRODUCTION else "handschlag@localhost"
DEFAULT_FROM_EMAIL = environment.mail_address("MAIL_FROM", default=sender)
# Where mail servers send what could not be delivered, and the maildir in which that arrives.
BOUNCE_ADDRESS = environment.mail_address("BOUNCE_ADDRESS")
BOUNCES = environment.text("BOUNCES", default="")
KEEP_MAIL_DAYS = environment.number("KEEP_MAIL_DAYS", default=30, least=1)

JOBS_AT_ONCE = environment.number("JOBS_AT_ONCE", default=2, least=1)
COMPUTE = chosen_place(environment, default="here" if MODE == "test" else "processes:2")
KEEP_JOBS_DAYS = environment.number("KEEP_JOBS_DAYS", default=90, least=1)
CONFIRM_WITHIN_HOURS = environment.number("CONFIRM_WITHIN_HOURS", default=48, least=1)
# Said in receipts of an erasure: backups are the operator's, and this is how long they live.
KEEP_BACKUPS_DAYS = environment.number("KEEP_BACKUPS_DAYS", default=30, least=1)
KEEP_REGISTRATIONS_DAYS = environment.number("KEEP_REGISTRATIONS_DAYS", default=180, least=1)
# The ground floor asks for permission without knowing the floor that gives it.
PERMISSION_CHECK = "handschlag.accounts.plugins.may"

# Who runs this: imprint, privacy and accessibility pages name them. Lines are parted by semicolons.
OPERATOR_NAME = environment.text("OPERATOR_NAME", default="")
OPERATOR_ADDRESS = environment.lines("OPERATOR_ADDRESS")
OPERATOR_REPRESENTATIVE = environment.text("OPERATOR_REPRESENTATIVE", default="")
OPERATOR_EMAIL = environment.mail_address("OPERATOR_EMAIL")
CONTRIBUTOR_ID = environment.text("CONTRIBUTOR_ID", default="")
OPERATOR_PHONE = environment.text("OPERATOR_PHONE", default="")
OPERATOR_REGISTER = environment.text("OPERATOR_REGISTER", default="")
ENFORCEMENT_BODY = environment.lines("ENFORCEMENT_BODY")
# Under which licence public data may be passed on: whoever runs this has to be allowed to grant it.
DATA_LICENCE = environment.choice(
    "DATA_LICENCE", ("none", "cc-by-4.0", "dl-de-by-2.0"), default="none" if IS_PRODUCTION else "cc-by-4.0"
)
SECURITY_CONTACT = environment.mail_address("SECURITY_CONTACT")

# A name that is misspelt would do nothing, and nobody would be told.
environment.refuse_faults(knows_all=IS_PRODUCTION)
