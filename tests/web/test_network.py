"""Whose request it is, as far as the network tells."""

import pytest
from flask import Request
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from shared.web.network import client_network


def asked_from(address: str, forwarded: str | None, hops: int) -> str:
    headers = Headers({} if forwarded is None else {"X-Forwarded-For": forwarded})
    builder = EnvironBuilder("/", headers=headers)
    builder.environ_base = {"REMOTE_ADDR": address}
    return client_network(Request(builder.get_environ()), hops)


@pytest.mark.parametrize(
    ("forwarded", "hops", "network"),
    [
        ("203.0.113.9", 0, "192.0.2.1"),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("203.0.113.66, 203.0.113.9", 1, "203.0.113.9"),
        ("203.0.113.66, 203.0.113.9, 10.0.0.1", 2, "203.0.113.9"),
        # Past the proxies: what the header says was written by the client.
        ("203.0.113.66", 2, "192.0.2.1"),
        (None, 1, "192.0.2.1"),
        ("not an address", 1, "unknown"),
    ],
)
def test_only_what_trusted_proxies_appended_is_believed(
    forwarded: str | None, hops: int, network: str
) -> None:
    assert asked_from("192.0.2.1", forwarded, hops) == network


def test_a_subscriber_is_one_network_however_many_addresses_they_have() -> None:
    assert asked_from("2001:db8:1:2::1", None, 0) == asked_from("2001:db8:1:2:ffff::9", None, 0)
    assert asked_from("2001:db8:1:2::1", None, 0) != asked_from("2001:db8:1:3::1", None, 0)
    assert asked_from("::ffff:192.0.2.1", None, 0) == "192.0.2.1"
