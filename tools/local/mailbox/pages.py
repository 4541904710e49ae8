"""The mailbox to look at: a list of mails, and one mail as text and as its reader would see it."""

import re
from collections.abc import Sequence
from html import escape

from flask import Response

from tools.local.mailbox.mails import Mail

# What a mail brings along runs nothing and fetches nothing.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
_LINK = re.compile(r"https?://[^\s<>]+")
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{width:100%;border-collapse:collapse}
td,th{text-align:left;padding:.4rem;border-top:1px solid #ddd}
pre{white-space:pre-wrap;background:#f4f4f2;padding:1rem}
iframe{width:100%;height:30rem;border:1px solid #ddd}
"""


def list_page(mails: Sequence[Mail]) -> Response:
    rows = "".join(
        f"<tr><td>{escape(mail.created_at[:19])}</td><td>{escape(', '.join(mail.to))}</td>"
        f'<td><a href="/mails/{escape(mail.id)}">{escape(mail.subject)}</a></td></tr>'
        for mail in mails
    )
    table = f"<table><tr><th>UTC</th><th>To</th><th>Subject</th></tr>{rows}</table>"
    return _page("Mailbox", table if mails else "<p>No mail yet.</p>")


def mail_page(mail: Mail) -> Response:
    return _page(
        mail.subject,
        f'<p><a href="/">All mails</a></p><p>From {escape(mail.sender)}<br>'
        f"To {escape(', '.join(mail.to))}<br>{escape(mail.created_at[:19])} UTC</p>"
        f"<pre>{_linked(mail.text)}</pre>"
        # Sandboxed: no scripts, no forms, an origin of its own.
        f'<iframe sandbox="allow-popups" title="HTML" srcdoc="{escape(mail.html)}"></iframe>',
    )


def _linked(text: str) -> str:
    """In the frame links lead nowhere; here they are to be clicked."""
    return _LINK.sub(
        lambda found: f'<a href="{found[0]}" target="_blank" rel="noopener">{found[0]}</a>',
        escape(text),
    )


def _page(title: str, body: str) -> Response:
    page = Response(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>",
        content_type="text/html; charset=utf-8",
    )
    page.headers["Content-Security-Policy"] = _POLICY
    page.headers["X-Content-Type-Options"] = "nosniff"
    return page
