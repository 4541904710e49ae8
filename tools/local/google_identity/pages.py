"""The pages of the stand-in: who one wants to be, and why one may not."""

from collections.abc import Mapping, Sequence
from html import escape

from flask import Response

from tools.local.google_identity.people import Person

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}"
    "button,input{font:inherit;padding:.4rem;margin:.2rem 0;width:100%;box-sizing:border-box}"
)


def choice_page(people: Sequence[Person], asked: Mapping[str, str]) -> Response:
    """Without anything asked it only shows who there is."""
    if not asked:
        rows = "".join(f"<li>{_shown(person)}</li>" for person in people)
        return _page("Made-up people", f"<ul>{rows}</ul><p>Any other address will do, too.</p>")
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
        if name != "as"
    )
    buttons = "".join(
        f'<button name="as" value="{escape(person.email)}">{_shown(person)}</button>'
        for person in people
    )
    other = '<input name="as" type="email" placeholder="somebody@else.example" required>'
    forms = (
        f'<form method="post">{hidden}{buttons}</form>'
        f'<form method="post">{hidden}{other}<button>Sign in</button></form>'
    )
    return _page("Choose an account", forms)


def refusal_page(why: str) -> Response:
    page = _page("Access blocked", f"<p>{escape(why)}</p>")
    page.status_code = 400
    return page


def _shown(person: Person) -> str:
    unproved = "" if person.is_verified else " (address not verified)"
    return escape(f"{person.name}, {person.email}{unproved}")


def _page(title: str, body: str) -> Response:
    page = Response(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>",
        content_type="text/html; charset=utf-8",
    )
    page.headers["X-Content-Type-Options"] = "nosniff"
    return page
