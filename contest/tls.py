"""A certificate authority of the hall's own, and a certificate for the server: `contest tls init`.

Judges' pages need https for what browsers give only to it: opening without the server, keeping the screen awake. No
public authority gives a certificate for an address in a hall, so the laptop is its own. What it signs is bounded: its
certificate is good for private addresses and local names alone, so that a lost key opens nobody's bank.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .scoring.refused import Refused

AUTHORITY_LIFE = timedelta(days=3650)
SERVER_LIFE = timedelta(days=397)  # Apple's devices take no longer one
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "::1/128", "fc00::/7")
LOCAL = ("local", "lan", "home.arpa", "localhost", "internal")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a folder keeps its authority and the server's certificate (PEM files)."""

    folder: Path

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    @property
    def authority_key(self) -> Path:
        return self.folder / "authority.key"

    @property
    def server(self) -> Path:
        return self.folder / "server.pem"

    @property
    def server_key(self) -> Path:
        return self.folder / "server.key"

    @property
    def ready(self) -> bool:
        """Whether a server can speak TLS with what is here."""
        return self.server.is_file() and self.server_key.is_file() and self.authority.is_file()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the authority's certificate as devices show it: pairs of hex digits."""
        return _load(self.authority).fingerprint(hashes.SHA256()).hex(":").upper()

    def authority_der(self) -> bytes:
        """The authority's certificate as phones install it."""
        return _load(self.authority).public_bytes(serialization.Encoding.DER)


def kept(var: Path) -> Kept:
    """What the server's folder keeps."""
    return Kept(var / "tls")


def init(var: Path, hosts: Sequence[str]) -> Kept:
    """Make a certificate for `hosts` (addresses and names) and, the first time, the authority that signs it: devices
    that trust it already go on doing so. Refused("tls_host") for one that is no private address or local name."""
    names = [_name(host) for host in dict.fromkeys(["127.0.0.1", "localhost", *hosts])]
    place = kept(var)
    place.folder.mkdir(parents=True, exist_ok=True)
    if not place.authority.is_file():
        _make_authority(place)
    authority, signer = _load(place.authority), _load_key(place.authority_key)
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_subject(hosts[0] if hosts else "localhost"))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + SERVER_LIFE)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)  # type: ignore[arg-type]
        .sign(signer, hashes.SHA256())
    )
    _keep_key(place.server_key, key)
    place.server.write_bytes(_pem(certificate) + _pem(authority))
    return place


def _make_authority(place: Kept) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    subject = _subject(f"Contest hall {now:%Y-%m-%d}")
    usage = x509.KeyUsage(
        key_cert_sign=True,
        crl_sign=True,
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints([*_bounds()], None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _keep_key(place.authority_key, key)
    place.authority.write_bytes(_pem(certificate))


def _bounds() -> Iterable[x509.GeneralName]:
    yield from (x509.IPAddress(ipaddress.ip_network(network)) for network in PRIVATE)
    yield from (x509.DNSName(name) for name in LOCAL)


def _name(host: str) -> x509.GeneralName:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if host.isascii() and host.rpartition(".")[2].lower() in LOCAL:
            return x509.DNSName(host.lower())
        raise Refused("tls_host", host=host) from None
    if not any(address in ipaddress.ip_network(network) for network in PRIVATE if _same_kind(address, network)):
        raise Refused("tls_host", host=host)
    return x509.IPAddress(address)


def _same_kind(address: ipaddress.IPv4Address | ipaddress.IPv6Address, network: str) -> bool:
    return address.version == ipaddress.ip_network(network).version


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:60])])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _load(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _keep_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Readable by the server's own user only, from the first byte on."""
    raw = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(raw)
