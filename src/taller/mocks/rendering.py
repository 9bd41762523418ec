"""Resources as an answer shows them: with their links, alone, wrapped or in a list."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from taller.mocks.model import Collection, Link, Links, Listing, Shape
from taller.mocks.shapes import LINKS, parameters_of
from taller.mocks.store import Resource

Urls = Mapping[str, str]
"""Where the usual links lead, by name: ``self``, ``parent``, ``next``."""


class Renderer:
    """Makes the bodies of answers; every URL in them starts with the base path."""

    def __init__(self, base_path: str) -> None:
        """Make bodies for a service below *base_path*."""
        self._base_path = base_path

    def url(self, template: str, values: Mapping[str, Any]) -> str:
        """Return the path *template* with its parameters filled from *values*."""
        for name in parameters_of(template):
            template = template.replace(f"{{{name}}}", quote(str(values[name]), safe=""))
        return self._base_path + template

    @staticmethod
    def with_query(url: str, values: Mapping[str, Any]) -> str:
        """Return *url* asked with the query parameters *values*."""
        texts = {name: _text(value) for name, value in values.items()}
        return f"{url}?{urlencode(texts, doseq=True)}"

    def item_url(self, collection: Collection, resource: Resource) -> str:
        """Return where *resource* is."""
        values = {collection.parameter: resource[collection.id_property]}
        return self.url(collection.item_path, values)

    def alone(self, collection: Collection, resource: Resource) -> dict[str, Any]:
        """Return *resource* with its links, its properties in the order of the contract."""
        known = collection.properties
        shown = {name: resource[name] for name in known if name in resource}
        shown |= {name: value for name, value in resource.items() if name not in known}
        if LINKS in known:
            urls = {
                "self": self.item_url(collection, resource),
                "parent": self.url(collection.path, {}),
            }
            shown[LINKS] = self.links(collection.links, urls, resource)
        return shown

    def one(self, shape: Shape, collection: Collection, resource: Resource, urls: Urls) -> Any:
        """Return the body that shows *resource* as *shape* says; *urls* are those of the body."""
        shown = self.alone(collection, resource)
        if shape.wrapper is None:
            return shown
        body: dict[str, Any] = {shape.wrapper: shown}
        if shape.links:
            body[LINKS] = self.links(shape.links, urls, resource)
        return body

    def many(self, listing: Listing, items: Sequence[Any], urls: Urls) -> Any:
        """Return the body that lists *items*, rendered already."""
        if listing.array is None:
            return list(items)
        body: dict[str, Any] = {listing.array: list(items)}
        if listing.links:
            body[LINKS] = self.links(listing.links, urls, {})
        return body

    def links(self, links: Links, urls: Urls, resource: Resource) -> dict[str, Any]:
        """Return those of *links* that lead somewhere: to *urls*, or to what *resource* fills."""
        found = {link.name: self._href(link, urls, resource) for link in links}
        return {
            link.name: href if link.bare else {"href": href, "rel": link.rel}
            for link in links
            if (href := found[link.name]) is not None
        }

    def _href(self, link: Link, urls: Urls, resource: Resource) -> str | None:
        if link.template is None:
            return urls.get(link.name)
        if any(resource.get(name) is None for name in parameters_of(link.template)):
            return None
        return self.url(link.template, resource)


def _text(value: Any) -> Any:
    """Return *value* as a query has it: ``true``, not ``True``."""
    if isinstance(value, list):
        return [_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else value
