"""The judge's page under a certificate of `contest tls init`, at a name that is secure by that certificate alone."""

import base64
import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import Browser, BrowserType, Error, Page

from contest.tls import kept
from tests.browser.judge_hall import CLI, Hall, free_port
from tests.browser.test_judge_app import opens_without_the_server, own_pages, renews_between_sheets

NAME = "judges.lan"
MAPPED = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall that speaks https with the certificate its own command made."""
    port = free_port()
    hall = Hall(tmp_path, own_pages(tmp_path), more={"CONTEST_TLS_PORT": str(port)})
    subprocess.run([CLI, "tls", "init", "--host", NAME], env=hall.environment, check=True, capture_output=True)
    hall.url = f"https://{NAME}:{port}"
    hall.start()
    yield hall
    hall.stop()


@pytest.fixture
def page(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    hall: Hall,
) -> Iterator[Page]:
    """In a browser that trusts exactly this server's key, as a device does once it has the hall's authority."""
    flags = [*browser_type_launch_args["args"], MAPPED, f"--ignore-certificate-errors-spki-list={pinned(hall)}"]
    context = browser_type.launch_persistent_context(
        str(hall.var / "device"), **browser_type_launch_args | {"args": flags}, **browser_context_args
    )
    yield context.pages[0]
    context.close()


def pinned(hall: Hall) -> str:
    """The server's key as Chromium names it: SHA-256 of its SubjectPublicKeyInfo."""
    key = x509.load_pem_x509_certificate(kept(hall.var).server.read_bytes()).public_key()
    info = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(info).digest()).decode()


def test_under_the_halls_own_certificate_the_page_is_kept_and_opens_with_the_server_stopped(
    page: Page, hall: Hall
) -> None:
    opens_without_the_server(page, hall)
    assert page.evaluate("[location.hostname, isSecureContext]") == [NAME, True]


def test_under_it_a_newer_page_never_comes_while_a_sheet_is_open(page: Page, hall: Hall) -> None:
    renews_between_sheets(page, hall)


def test_a_browser_that_was_told_nothing_does_not_trust_it(browser: Browser, hall: Hall) -> None:
    context = browser.new_context()
    with pytest.raises(Error, match=re.compile("ERR_CERT_AUTHORITY_INVALID")):
        context.new_page().goto(hall.url.replace(NAME, "127.0.0.1") + "/judge")
    context.close()
