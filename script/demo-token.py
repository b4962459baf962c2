"""Prints a token of one of the demo's personas, made as a person would: demo-token.py URL PERSONA."""

import http.cookiejar
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

URL, PERSONA = sys.argv[1:]
SCOPES = ["figures:read", "directory:read", "own-records:read"]
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def wait_until_ready() -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            browser.open(f"{URL}/readyz").close()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                sys.exit(f"{URL} was not ready after 30 s")
            time.sleep(0.05)


def post(path: str, fields: list[tuple[str, str]]) -> str:
    with browser.open(URL + path, urllib.parse.urlencode(fields).encode()) as answer:
        return answer.read().decode()


wait_until_ready()
post("/sign-in", [("persona", PERSONA), ("next", "/api")])
page = post("/account/tokens", [("name", "Schemathesis"), ("days", "1"), *(("scopes", scope) for scope in SCOPES)])
secret = re.search(r"sl_[A-Za-z0-9_-]{43}", page)
if secret is None:
    sys.exit("the page shows no token")
print(secret.group())
