"""Resources as an answer shows them: with their links, alone, wrapped or in a list."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from taller.mocks.state.store import Entry, Resource, Scope
from taller.mocks.understanding.members import Facts, filled
from taller.mocks.understanding.model import Collection, Link, Links, Listing, Shape, View
from taller.mocks.understanding.shapes import parameters_of

Urls = Mapping[str, str]
"""Where the usual links lead, by name: ``self``, ``parent``, ``next``."""
Constant = Callable[[Any, str], Any]
"""Gives a value for a schema and a property's name, where there is no other."""
_KEPT = 1000
"""How many renderings are kept: a few megabytes, and the resources that are asked for."""


class Renderer:
    """Makes the bodies of answers; every URL in them starts with the base path."""

    def __init__(self, base_path: str) -> None:
        """Make bodies for a service below *base_path*."""
        self._base_path = base_path
        self._kept: deque[Entry] = deque()

    def url(self, template: str, values: Mapping[str, Any]) -> str:
        """Return the path *template* with its parameters filled from *values*."""
        texts, names = _pieces(template)
        if not names:
            return self._base_path + template
        filled_in = [_step(values[name]) for name in names]
        pairs = zip(texts, filled_in, strict=False)
        return self._base_path + "".join(f"{text}{value}" for text, value in pairs) + texts[-1]

    @staticmethod
    def with_query(url: str, values: Mapping[str, Any]) -> str:
        """Return *url* asked with the query parameters *values*."""
        texts = {name: _text(value) for name, value in values.items()}
        return f"{url}?{urlencode(texts, doseq=True)}" if texts else url

    def item_url(self, collection: Collection, entry: Entry) -> str:
        """Return where *entry* is."""
        values = _scoped(collection, entry.scope) | {collection.parameter: entry.id}
        return self.url(collection.item_path, values)

    def list_url(self, collection: Collection, scope: Scope) -> str:
        """Return where the resources of *scope* are; for a single one, what is above it."""
        path = collection.path.rpartition("/")[0] or "/" if collection.single else collection.path
        return self.url(path, _scoped(collection, scope))

    def alone(
        self,
        collection: Collection,
        entry: Entry,
        view: View | None = None,
        constant: Constant | None = None,
    ) -> dict[str, Any]:
        """Return the resource of *entry* with its links, its properties in the order of the contract.

        :param view: what is shown, where that is not all; *constant* gives what that requires and
            the resource does not have.
        """
        known, resource, hidden = (
            collection.properties,
            entry.resource,
            collection.hidden,
        )
        shown = {name: resource[name] for name in known if name in resource and name not in hidden}
        if not collection.closed and len(shown) < len(resource):
            others = resource.items()
            shown |= {one: value for one, value in others if one not in known and one not in hidden}
        if collection.links_name is not None:
            urls = {
                "self": self.item_url(collection, entry),
                "parent": self.list_url(collection, entry.scope),
            }
            shown[collection.links_name] = self.links(collection.links, urls, resource)
        return _viewed(shown, view, constant) if view is not None else shown

    def entry(self, shape: Shape, collection: Collection, entry: Entry, constant: Constant) -> Any:
        """Return the body that shows *entry* as *shape* says; not to be changed, for it is kept."""
        kept = self._renderings(entry)
        body = kept.get(shape)
        if body is None:
            urls = {}
            if shape.links_name is not None:
                urls["self"] = self.item_url(collection, entry)
                urls["parent"] = self.list_url(collection, entry.scope)
            body = kept[shape] = self.one(shape, collection, entry, urls, constant)
        return body

    def several(
        self, shape: Shape, collection: Collection, entries: Sequence[Entry], constant: Constant
    ) -> list[Any]:
        """Return the bodies that show *entries*, as `entry` does."""
        kept = [None if one.shown is None else one.shown.get(shape) for one in entries]
        return [
            self.entry(shape, collection, one, constant) if body is None else body
            for one, body in zip(entries, kept, strict=True)
        ]

    def whole(self, collection: Collection, entry: Entry) -> dict[str, Any]:
        """Return what `alone` does, all of the resource; not to be changed, for it is kept."""
        kept = self._renderings(entry)
        body: dict[str, Any] | None = kept.get(None)
        if body is None:
            body = kept[None] = self.alone(collection, entry)
        return body

    def _renderings(self, entry: Entry) -> dict[Shape | None, Any]:
        """Return how *entry* was shown lately, by what it was for: a shape, or None for all of it."""
        kept = entry.shown
        if kept is None:
            kept = entry.shown = {}
            self._kept.append(entry)
            if len(self._kept) > _KEPT:
                self._kept.popleft().shown = None
        return kept

    def one(
        self,
        shape: Shape,
        collection: Collection,
        entry: Entry,
        urls: Urls,
        constant: Constant | None = None,
    ) -> Any:
        """Return the body that shows *entry* as *shape* says; *urls* are those of the body."""
        if shape.view is None:
            shown = self.whole(collection, entry)
        else:
            shown = self.alone(collection, entry, shape.view, constant)
        if shape.wrapper is None:
            return shown
        body: dict[str, Any] = {shape.wrapper: shown}
        if shape.members and constant is not None:
            body = filled(shape.members, {}, constant) | body
        if shape.links_name is not None:
            body[shape.links_name] = self.links(shape.links, urls, entry.resource)
        return body

    def many(
        self,
        listing: Listing,
        items: Sequence[Any],
        urls: Urls,
        facts: Facts | None = None,
        constant: Constant | None = None,
    ) -> Any:
        """Return the body that lists *items*, rendered already; *facts* tell of the list."""
        if listing.array is None:
            return list(items)
        body: dict[str, Any] = {listing.array: list(items)}
        if listing.within is not None:
            inner = filled(listing.inner, facts or {}, constant) if constant else {}
            body = {listing.within: body | inner}
        if listing.members and constant is not None:
            body |= filled(listing.members, facts or {}, constant)
        if listing.links_name is not None:
            body[listing.links_name] = self.links(listing.links, urls, {})
        return body

    def links(self, links: Links, urls: Urls, resource: Resource) -> dict[str, Any]:
        """Return those of *links* that lead somewhere: to *urls*, or to what *resource* fills."""
        found = {}
        for link in links:
            href = self._href(link, urls, resource)
            if href is not None:
                with_rel = {"href": href, "rel": link.rel} if link.rel is not None else {"href": href}
                found[link.name] = href if link.bare else with_rel
        return found

    def _href(self, link: Link, urls: Urls, resource: Resource) -> str | None:
        if link.template is None:
            return urls.get(link.name)
        if any(resource.get(name) is None for name in parameters_of(link.template)):
            return None
        url = self.url(link.template, resource)
        return url.removeprefix(self._base_path) if link.whole else url


@lru_cache(maxsize=1000)
def _pieces(template: str) -> tuple[list[str], list[str]]:
    """Return the texts between the parameters of *template*, one more than those, and their names."""
    names = parameters_of(template)
    texts, rest = [], template
    for name in names:
        text, _, rest = rest.partition(f"{{{name}}}")
        texts.append(text)
    return [*texts, rest], names


def _step(value: Any) -> str:
    return str(value) if type(value) is int else quote(str(value), safe="")


def _scoped(collection: Collection, scope: Scope) -> dict[str, Any]:
    return {one.parameter: value for one, value in zip(collection.place.scopes, scope, strict=False)}


def _viewed(shown: dict[str, Any], view: View, constant: Constant | None) -> dict[str, Any]:
    """Return what *view* names of *shown*; all of it, if that names nothing."""
    if not view.properties:
        return shown
    body = {name: shown[name] for name in view.properties if name in shown}
    missing = (view.required - body.keys()) & view.properties.keys() if constant else ()
    return body | {name: constant(view.properties[name], name) for name in missing if constant}


def _text(value: Any) -> Any:
    """Return *value* as a query has it: ``true``, not ``True``."""
    if isinstance(value, list):
        return [_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else value
