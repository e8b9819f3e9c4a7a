"""Settings, read from the environment by the prefix NERVECENTER_ (docs/reference/settings.md)."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.csp import CSP


def environment(name: str, default: str = "") -> str:
    """The value of NERVECENTER_<name>, or the default."""
    return os.environ.get(f"NERVECENTER_{name}", default)


DATA = Path(environment("DATA", "./data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)
DEBUG = environment("DEBUG") == "1"


def secret_key() -> str:
    """The signing key: from the environment, else kept in the data folder and readable by its owner only."""
    given = environment("SECRET_KEY")
    if given:
        return given
    path = DATA / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def sqlite_database(path: Path) -> dict[str, Any]:
    """SQLite tuned for several writers: write-ahead log, IMMEDIATE transactions, a busy time-out in seconds."""
    pragmas = (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "mmap_size=268435456",
        "cache_size=-20000",
        "temp_store=MEMORY",
        # A checkpoint waits for the disk: after 1,000 pages, the default, it met one small write of fifty.
        "wal_autocheckpoint=4000",
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": " ".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }


def postgresql_database(url: str) -> dict[str, Any]:
    """PostgreSQL from a URL such as postgresql://user:password@host:5432/name?sslmode=require.

    What every request asks is planned once a connection and whatever its parameters (foundation/prepared.py); nothing
    that is asked here runs long enough for a compiler. Behind a pooler of transactions add prepare_threshold=none.
    """
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": postgresql_options(dict(parse_qsl(parts.query))),
    }


def postgresql_options(given: dict[str, str]) -> dict[str, Any]:
    """What the URL's query says of the connection, and our own defaults for what it leaves open."""
    threshold = given.pop("prepare_threshold", "1")
    return {
        "options": "-c plan_cache_mode=force_generic_plan -c jit=off",
        **given,
        "prepare_threshold": int(threshold) if threshold.isdigit() else None,
    }


DATABASE_URL = environment("DATABASE_URL")
DATABASES = {
    "default": postgresql_database(DATABASE_URL) if DATABASE_URL else sqlite_database(DATA / "nervecenter.sqlite3")
}
SECRET_KEY = secret_key()
ADDRESS = environment("ADDRESS", "127.0.0.1:8000")
REQUEST_SECONDS = float(environment("REQUEST_SECONDS", "30"))
ALLOWED_HOSTS = environment("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CLIENT_ADDRESS_HEADER = environment("CLIENT_ADDRESS_HEADER")
CSRF_TRUSTED_ORIGINS = [origin for origin in environment("TRUSTED_ORIGINS").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tasks_db",
    "django_htmx",
    "nervecenter.foundation",
    "nervecenter.people",
    "nervecenter.market",
    "nervecenter.portfolio",
    "nervecenter.evidence",
    "nervecenter.definition",
    "nervecenter.delivery",
    "nervecenter.gotomarket",
    "nervecenter.business",
    "nervecenter.organisation",
    "nervecenter.honesty",
    "nervecenter.demo",
]
MIDDLEWARE = [
    "nervecenter.foundation.request_identity.RequestIdentity",
    "nervecenter.foundation.deadlines.RequestDeadline",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nervecenter.foundation.frame.frame",
            ],
        },
    }
]
ROOT_URLCONF = "nervecenter.site.urls"
WSGI_APPLICATION = "nervecenter.site.wsgi.application"
AUTH_USER_MODEL = "foundation.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "nervecenter.foundation.pages.faults.form_too_old"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment("HTTPS") == "1"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_TZ = True
TIME_ZONE = environment("TIME_ZONE", "UTC")
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
