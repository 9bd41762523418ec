"""The headers of an answer say what RFC 9110 and the contract want of them."""

import codecs
import re

from taller.contracts.checks.exchange import Exchange, Finding, Findings
from taller.contracts.phrases import said

_TAG = re.compile(r'(W/)?"[\x21\x23-\x7e\x80-\xff]*"')
"""RFC 9110, 8.8.3."""
_SCHEME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+(\s|,|$)")
"""RFC 9110, 11.6.1: a token first, whatever follows."""
_REFERENCE = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*:)?"
    r"(//([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*(\[[0-9A-Fa-f:.]+\])?(:[0-9]*)?)?"
    r"([/A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*"
    r"(\?([/?A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)?"
    r"(#([/?A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)?"
)
"""RFC 3986, 4.1, as far as characters go."""
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^";\s]*)"?', re.IGNORECASE)


def unauthorized_answers_carry_a_challenge(exchange: Exchange) -> Findings:
    """401 says which credential it wants (RFC 9110, 15.5.2)."""
    challenge = exchange.headers.get("www-authenticate", "")
    if exchange.status == 401 and not _SCHEME.match(challenge.strip()):
        came = said("status 401 without a challenge")
        yield Finding("challenge-sent", came, "", exchange.place())


def refused_methods_come_with_allow(exchange: Exchange) -> Findings:
    """405 says which methods there are (RFC 9110, 15.5.6); of methods made up, Schemathesis tells."""
    if exchange.status == 405 and exchange.as_promised and "allow" not in exchange.headers:
        yield Finding("allow-sent", said("status 405 without Allow"), "", exchange.place())


def empty_answers_are_empty(exchange: Exchange) -> Findings:
    """204 has no content (RFC 9110, 15.3.5); a Content-Type is of what was changed, and may stay."""
    length = exchange.headers.get("content-length", "0").strip()
    announced = length.isdecimal() and int(length) > 0
    if exchange.status == 204 and (exchange.body or announced):
        yield Finding("empty-is-empty", said("status 204 with a body"), "", exchange.place())


def location_of_the_created_is_a_reference(exchange: Exchange) -> Findings:
    """201 leads to what it created, where the contract says so; one that is missing, Schemathesis finds."""
    promised = exchange.promises_header("Location") if exchange.status == 201 else None
    location = exchange.headers.get("location")
    if promised is not None and location is not None and not (location and _REFERENCE.fullmatch(location)):
        place = exchange.place("headers", "Location")
        came = said("Location: {location}", location=location[:200])
        yield Finding("location-is-a-reference", came, "broken", place)


def etags_are_well_formed(exchange: Exchange) -> Findings:
    """ETag is an entity tag (RFC 9110, 8.8.3)."""
    tag = exchange.headers.get("etag")
    if tag is not None and not _TAG.fullmatch(tag.strip()):
        place = exchange.place("headers", "ETag") if exchange.promises_header("ETag") else ""
        yield Finding("etag-well-formed", said("ETag: {tag}", tag=tag[:100]), "", place)


def not_modified_answers_are_bare(exchange: Exchange) -> Findings:
    """304 has no content, and the ETag of the 200 where the contract promises one (RFC 9110, 15.4.5)."""
    if exchange.status != 304:
        return
    if exchange.body:
        yield Finding("not-modified-is-bare", said("status 304 with a body"), "body", exchange.place())
    if "etag" not in exchange.headers and exchange.promises_header("ETag", 304, 200):
        yield Finding("not-modified-is-bare", said("status 304 without ETag"), "tag", exchange.place())


def charsets_are_sane(exchange: Exchange) -> Findings:
    """The charset that an answer states is one, and its text is written in it; JSON's is UTF-8 (RFC 8259)."""
    stated = _CHARSET.search(exchange.headers.get("content-type", ""))
    if stated is None:
        return
    name = stated[1]
    if not _is_written_in(exchange.body, name) or (exchange.says_json and not _is_utf8(name)):
        yield Finding(
            "charset-sane", said("charset {name}", name=name or '""'), name.lower(), exchange.place()
        )


def _is_written_in(body: bytes, charset: str) -> bool:
    try:
        body.decode(charset)
        "a".encode(charset)  # an empty body is decoded without a look at the codec
    except (LookupError, ValueError):
        return False
    return True


def _is_utf8(charset: str) -> bool:
    return codecs.lookup(charset).name in ("utf-8", "ascii")
