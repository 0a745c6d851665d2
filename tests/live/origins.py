"""Origins of pages that are not ours, built from one that is."""

from __future__ import annotations


def foreign(own: str) -> list[str]:
    """What a page elsewhere may call itself, and what looks like `own` (http://host:port) without being it."""
    scheme, _, place = own.partition("://")
    host, _, port = place.partition(":")
    return [
        "null",
        "*",
        "undefined",
        "file://",
        "about:blank",
        "data:text/html,x",
        "chrome-extension://abcdefghijklmnop",
        "http://evil.example",
        "https://evil.example",
        "http://evil.example:5000",
        "http://localhost",
        "http://localhost:3000",
        f"http://localhost:{port}",
        "http://127.0.0.1",
        "http://127.0.0.2:" + port,
        f"http://0.0.0.0:{port}",
        f"http://[::1]:{port}",
        f"http://2130706433:{port}",
        f"http://127.1:{port}",
        f"http://{host}:{int(port) + 1}",
        f"http://{host}:{port}0",
        f"http://{host}:0{port}",
        f"https://{host}:{port}",
        f"ws://{host}:{port}",
        f"HTTP://{host}:{port}",
        f"//{host}:{port}",
        host,
        f"{host}:{port}",
        f"{own}/",
        f"{own}/judge",
        f"{own}?",
        f"{own}#",
        f"{own}%20",
        f"{own},http://evil.example",
        f"http://evil.example,{own}",
        f"{own} http://evil.example",
        f"{scheme}://{host}.evil.example:{port}",
        f"{scheme}://evil{host}:{port}",
        f"{scheme}://{host}@evil.example",
        f"{scheme}://evil.example@{host}:{port}",
        f"{scheme}://user:pass@{host}:{port}",
        f"{scheme}://evil.example/{own}",
        f"{scheme}://evil.example#{own}",
    ]
