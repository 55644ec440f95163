"""What the browser is told to forbid, and what a production set-up must switch on."""

import os
import re
import subprocess
import sys

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_content_security_policy_has_no_way_for_inline_code(staff):
    policy = staff.get(reverse("company_list"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"):
        assert rule in policy


def test_no_template_has_inline_code_or_style(staff, company):
    for path in ("company_list", "job_list", "notice_list", "employee_list"):
        text = staff.get(reverse(path)).content.decode()
        assert re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=|<style", text) is None


def test_django_admin_lives_under_the_same_policy(admin_client):
    assert "unsafe" not in admin_client.get("/admin/")["Content-Security-Policy"]


def manage(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """manage.py as in production: nothing optional is set."""
    kept = ("DATABASE_URL", "REDIS_URL", "FIELD_ENCRYPTION_KEYS", "PATH", "HOME")
    clean = {name: os.environ[name] for name in kept if name in os.environ}
    clean["SECRET_KEY"] = "A-long-and-random-value" * 4
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_is_clean_by_default():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_the_deployment_check_can_fail():
    done = manage("check", "--deploy", "--fail-level", "WARNING", HTTPS_ONLY="false")
    assert done.returncode == 1
    assert "security.W004" in done.stderr


def test_production_speaks_https_alone():
    question = (
        "from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.STORES_MAY_BE_PRIVATE, s.DEBUG)"
    )
    assert manage("shell", "-v", "0", "-c", question).stdout.split() == [
        *("True", "True", "True", "31536000", "False", "False")
    ]
