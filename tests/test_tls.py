"""The hall's own authority: devices that trust it trust the server at its addresses, and nothing else by it."""

from __future__ import annotations

import json
import socket
import ssl
import stat
import urllib.request

import pytest

from contest import tls
from contest.cli import main
from contest.scoring.refused import Refused
from tests.support.server import served
from tests.support.small import books, house, preset, token
from tests.support.wire import Judge


def trusting(kept):
    return ssl.create_default_context(cafile=str(kept.authority))


@pytest.fixture(scope="module")
def secured(tmp_path_factory):
    """A server over http and https on free ports, with a contest."""
    var = tmp_path_factory.mktemp("secured")
    kept = tls.init(var, ["127.0.0.1"])
    with house(var) as opened:
        opened.add_staff()
        opened.open("cup", preset(books(), 3))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with served(var, env={"CONTEST_TLS_PORT": str(port)}) as server:
        yield server, kept, port


def test_a_device_that_trusts_the_authority_judges_over_https_and_one_that_does_not_is_not_fooled(secured):
    _, kept, port = secured
    judge = Judge(("127.0.0.1", port), token("cup", "b1"), tls=trusting(kept))
    assert judge.call("hello", {})["outcome"] == "accepted"
    judge.leave()
    with pytest.raises(ssl.SSLCertVerificationError):
        Judge(("127.0.0.1", port), token("cup", "b1"), tls=ssl.create_default_context())


def test_http_stays_beside_it(secured):
    server, _, _ = secured
    judge = Judge(server.address, token("cup", "b1"))
    assert judge.call("hello", {})["outcome"] == "accepted"
    judge.leave()


def test_a_cookie_got_over_https_is_not_sent_without_it(secured):
    server, kept, port = secured
    body = json.dumps({"login": "chief", "password": "a long enough password"}).encode()
    kinds = {}
    for url, trust in ((server.origin, None), (f"https://127.0.0.1:{port}", trusting(kept))):
        ask = urllib.request.Request(f"{url}/api/session", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(ask, context=trust, timeout=10) as answer:
            kinds[url[:5]] = "Secure" in answer.headers["Set-Cookie"]
    assert kinds == {"http:": False, "https": True}


def test_the_page_tells_the_fingerprint_and_hands_out_the_authority_alone(secured):
    server, kept, port = secured
    with urllib.request.urlopen(f"{server.origin}/api/trust", timeout=10) as answer:
        told = json.load(answer)
    assert told["fingerprint"] == kept.fingerprint
    assert told["judge"] == f"https://127.0.0.1:{port}/judge"
    with urllib.request.urlopen(f"{server.origin}/api/trust/authority.crt", timeout=10) as answer:
        assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
        assert ssl.DER_cert_to_PEM_cert(answer.read()).split() == kept.authority.read_text().split()


def test_keys_are_the_servers_own_alone(tmp_path):
    kept = tls.init(tmp_path, ["192.168.1.10"])
    assert {stat.S_IMODE(path.stat().st_mode) for path in (kept.authority_key, kept.server_key)} == {0o600}


def test_a_new_address_gets_a_certificate_that_devices_trust_already(tmp_path):
    before = tls.init(tmp_path, ["192.168.1.10"])
    authority, server = before.authority.read_bytes(), before.server.read_bytes()
    after = tls.init(tmp_path, ["192.168.1.77"])
    assert after.authority.read_bytes() == authority
    assert after.server.read_bytes() != server


@pytest.mark.parametrize("host", ["8.8.8.8", "example.com", "bank.cn", "2001:db8::1", "场馆.local", ""])
def test_no_certificate_for_addresses_of_others(tmp_path, host):
    with pytest.raises(Refused) as refused:
        tls.init(tmp_path, [host])
    assert refused.value.code == "tls_host"


def test_the_authority_is_no_good_for_the_rest_of_the_world(tmp_path, monkeypatch):
    """Whoever steals the key can name a foreign host, but no client believes it."""
    monkeypatch.setattr(tls, "_name", lambda host: tls.x509.DNSName("bank.example"))
    kept = tls.init(tmp_path, ["bank.example"])
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_side.load_cert_chain(kept.server, kept.server_key)
    one, other = socket.socketpair()
    client = trusting(kept).wrap_socket(one, server_hostname="bank.example", do_handshake_on_connect=False)
    server = server_side.wrap_socket(other, server_side=True, do_handshake_on_connect=False)
    for each in (client, server):
        each.setblocking(False)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        handshake(client, server)
    client.close()
    server.close()


def handshake(*sides):
    """Step by step on both sides until one of them objects."""
    for _ in range(50):
        for side in sides:
            try:
                side.do_handshake()
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                continue


def test_the_command_names_the_fingerprint_and_the_next_step(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CONTEST_VAR", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        main(["tls", "init", "--host", "192.168.1.10"])
    said = capsys.readouterr().out
    assert ended.value.code in (0, None)
    assert tls.kept(tmp_path).fingerprint in said
    assert "/trust" in said
