"""A self-signed certificate for 127.0.0.1, made by openssl."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Key and certificate, valid for a day. AssertionError with a sentence if there is no openssl."""
    openssl = shutil.which("openssl")
    assert openssl, "the TLS tests make a certificate with openssl: install openssl"
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    files = ["-keyout", key, "-out", certificate]
    subprocess.run([openssl, "req", "-x509", *curve, *subject, *files], check=True, capture_output=True)
    return key, certificate


def trusting(certificate: Path) -> ssl.SSLContext:
    """What a client that knows this certificate connects with."""
    return ssl.create_default_context(cafile=str(certificate))
