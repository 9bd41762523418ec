"""Follows a URL that a service has given."""

from urllib.parse import SplitResult, urljoin, urlsplit

from taller.contracts.phrases import said
from taller.contracts.probing.contract import Operation
from taller.contracts.probing.story import Exchange, Story, Unasked
from taller.contracts.probing.wire import Request


def led_to(location: str, base: str = "") -> SplitResult | None:
    """Return the URL that *location*, a reference, leads to from *base*; None if it is none."""
    try:
        return urlsplit(urljoin(base, location))
    except ValueError:  # a bracket, and no IPv6 address after it
        return None


def lead(story: Story, operation: Operation, location: str, after: Exchange) -> Exchange:
    """Return what came to a GET of *location*, as *after* said it.

    :param operation: what is read there.
    :raises Unasked: if it is on another host, which may be the service's name outside, or no URL.
    """
    asked = urlsplit(story.client.url + after.request.path)
    found = led_to(location, asked.geturl())
    if found is None:
        raise Unasked(said("Location is no URL"))  # which is for `location-is-a-reference` to tell
    if found.netloc != asked.netloc and urlsplit(location).netloc:
        raise Unasked(said("{host} is another host", host=found.netloc))
    path = found.path + (f"?{found.query}" if found.query else "")
    headers = {name: one for name, one in after.request.headers.items() if name.lower() == "cookie"}
    return story.ask(Request(operation.label, "GET", path, headers), at_root=True)
