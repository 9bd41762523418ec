"""What was understood of a contract, as text for a person."""

from collections.abc import Iterator

from taller.mocks.understanding import model
from taller.mocks.understanding.meaning import Meaning
from taller.mocks.understanding.model import Collection, Relation
from taller.mocks.understanding.queries import Match, Query

_WORDS = {
    model.Create: "creates a resource",
    model.Read: "answers the resource",
    model.Replace: "replaces the resource",
    model.Patch: "changes part of the resource",
    model.Delete: "deletes the resource",
    model.Relate: "relates two resources",
    model.ListRelated: "lists what is related",
    model.ReadRelated: "answers what is related",
    model.Unrelate: "undoes the relation",
    model.TellOptions: "tells the methods",
}


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
        made = (
            f"{collection.id_property}, given by {giver}" if collection.id_property else "in the path alone"
        )
        yield f"  id       {made}"
    for one in collection.place.scopes:
        held = f"held in {one.property}" if one.property else "held by the path alone"
        yield f"  below    {{{one.parameter}}}, {held}"
    if collection.place.owner is not None:
        yield f"  parent   {collection.place.owner}: 404 without it, and deleted with it"
    yield from (f"  unique   {', '.join(group)}" for group in collection.unique)
    stamps = [
        *collection.created,
        *(f"{one} (at each change)" for one in collection.changed),
    ]
    if stamps:
        yield f"  dated    {', '.join(stamps)}"
    if collection.hidden:
        yield f"  hidden   {', '.join(sorted(collection.hidden))}"
    yield f"  examples {len(collection.seeds)}"
    yield ""


def _relation(relation: Relation) -> Iterator[str]:
    yield f"relation {relation.path}"
    yield f"  between  {relation.collection.path}, {'both ways' if relation.symmetric else 'one way'}"
    yield f"  other    {relation.other}"
    yield f"  examples {len(relation.seeds)}"
    yield ""


def _operations(meaning: Meaning) -> Iterator[str]:
    names = [action.operation.name for action in meaning.actions.values()]
    width = max(map(len, names), default=0)
    for action in meaning.actions.values():
        yield f"  {action.operation.name:<{width}}  {_words(action)}"
        if isinstance(action, model.ListAll):
            yield from (f"  {'':<{width}}  - {one}" for one in _query(action.query))


def _words(action: model.Action) -> str:
    match action:
        case model.ListAll():
            below = ", ".join(one.property or "" for one in action.place.scopes if action.place.filters)
            return f"lists {action.collection.path}" + (f", those of this {below}" if below else "")
        case model.Find():
            several = "all" if isinstance(action, model.FindAll) else "one"
            return f"finds {several} by {action.property}"
        case model.ShowExample():
            return f"example: {action.why}"
        case model.Replace() if action.creates:
            return "replaces the resource, or creates it"
    return _WORDS[type(action)]


def _query(query: Query) -> Iterator[str]:
    for one in query.filters:
        if one.match is Match.SEARCH:
            yield f"{one.parameter}: searches every text"
        elif one.match is Match.EACH:
            yield f"{one.parameter}: filters by its members"
        else:
            yield f"{one.parameter}: filters {one.property} by {one.match}"
    sorting = [one for one in (query.order, query.direction) if one is not None]
    if sorting:
        yield f"{', '.join(sorting)}: sorts"
    pages = [one for one in (query.page, query.offset, query.cursor, query.size) if one is not None]
    if pages == [query.size]:
        yield f"{query.size}: says how many"
    elif pages:
        usual = f", {query.default_size} a page if nobody says" if query.default_size else ""
        yield f"{', '.join(pages)}: pages{usual}"
    if query.ignored:
        yield f"{', '.join(query.ignored)}: not understood"
