"""Exit 0 if the browser at the given path opens a page the way the tests will drive it: opens_a_page.py PATH"""

import sys

from playwright.sync_api import Error, sync_playwright

FLAGS = ("--no-sandbox", "--disable-quic", "--disable-background-networking")


def opens_a_page(path: str) -> bool:
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=30_000)
            page = browser.new_page()
            page.set_content("<p>works</p>")
            text = page.inner_text("p")
            browser.close()
    except Error as error:
        print(f"contest: {path} opens no page: {str(error).splitlines()[0]}", file=sys.stderr)
        return False
    return text == "works"


if __name__ == "__main__":
    sys.exit(not opens_a_page(sys.argv[1]))
