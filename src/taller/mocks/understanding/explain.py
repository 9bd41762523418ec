"""What was understood of a contract, as text for a person."""

from collections.abc import Iterator

from taller.mocks.understanding.meaning import Meaning
from taller.mocks.understanding.model import Collection, ListAll, Relation
from taller.mocks.understanding.queries import Filter, Match
from taller.mocks.understanding.wording import words


def explain(meaning: Meaning) -> str:
    """Return what *meaning* has: collections, relations, and what each operation does, a line each.

    An operation that answers from examples says why.
    """
    lines = [line for one in meaning.collections for line in _collection(one)]
    lines += [line for one in meaning.relations for line in _relation(one)]
    lines += ["operations", *_operations(meaning)]
    if meaning.notes:
        lines += ["", "notes", *(f"  {one}" for one in meaning.notes)]
    return "\n".join(lines) + "\n"


def _collection(collection: Collection) -> Iterator[str]:
    yield f"{'single resource' if collection.single else 'collection'} {collection.path}"
    if not collection.single:
        yield f"  item     {collection.item_path}"
        giver = "the client or the service" if collection.client_gives_id else "the service"
        made = f"{collection.id_property}, given by {giver}" if collection.id_property else "the path's alone"
        yield f"  id       {made}"
    for one in collection.place.scopes:
        held = f", and is its {one.property}" if one.property else ""
        yield f"  below    {{{one.parameter}}} in the path says whose it is{held}"
    if collection.place.owner is not None:
        yield f"  parent   one of {collection.place.owner}: 404 without it, and deleted with it"
    yield from (f"  unique   {', '.join(group)}: no two have the same" for group in collection.unique)
    yield from _kept_by_the_service(collection)
    yield f"  start    {_examples(len(collection.seeds))}"
    yield ""


def _kept_by_the_service(collection: Collection) -> Iterator[str]:
    if collection.created:
        yield f"  dated    {', '.join(collection.created)}: when it is made"
    if collection.changed:
        yield f"  dated    {', '.join(collection.changed)}: at each change"
    if collection.hidden:
        yield f"  hidden   {', '.join(sorted(collection.hidden))}: may be sent, and is never shown"


def _relation(relation: Relation) -> Iterator[str]:
    yield f"relation {relation.path}"
    ways = "each to the other" if relation.symmetric else "one to the other"
    yield f"  between  two of {relation.collection.path}, {ways}"
    yield f"  other    named by {relation.other}"
    yield f"  start    {_examples(len(relation.seeds))}"
    yield ""


def _examples(number: int) -> str:
    return f"with {number} from the examples" if number else "empty"


def _operations(meaning: Meaning) -> Iterator[str]:
    names = [action.operation.name for action in meaning.actions.values()]
    width = max(map(len, names), default=0)
    for action in meaning.actions.values():
        yield f"  {action.operation.name:<{width}}  {words(action)}"
        if isinstance(action, ListAll):
            yield from (f"  {'':<{width}}  - {one}" for one in _query(action))


def _query(action: ListAll) -> Iterator[str]:
    query = action.query
    yield from (f"{one.parameter}: only those {_filter(one)}" for one in query.filters)
    size = query.default_size
    usual = f", {size} if nobody says" if size else ""
    told = {
        query.order: "what to sort by",
        query.direction: "which way to sort",
        query.page: "which page" + (f", of {size or action.listing.most}" if _sized(action) else ""),
        query.offset: "how many to skip",
        query.cursor: "where the page before ended",
        query.size: f"how many at most{usual}",
    }
    yield from (f"{parameter}: {text}" for parameter, text in told.items() if parameter is not None)
    if query.ignored:
        yield f"{', '.join(query.ignored)}: accepted, without effect"


def _sized(action: ListAll) -> bool:
    """Tell whether how long a page is, is known, and no client may say it."""
    return action.query.size is None and bool(action.query.default_size or action.listing.most)


def _filter(one: Filter) -> str:
    match one.match:
        case Match.SEARCH:
            return "with this in one of their texts"
        case Match.EACH:
            return "with each of the values in it, by property"
        case Match.SUBSTRING:
            return f"with this in their {one.property}"
        case Match.EQUALITY:
            return f"with this {one.property}"
    return f"whose {one.property} is {_COMPARED[one.match]} this"


_COMPARED = {Match.MIN: "at least", Match.MAX: "at most", Match.ABOVE: "above", Match.BELOW: "below"}
