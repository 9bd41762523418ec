"""What every contract here keeps: each rule returns the places that break it."""

import re
from collections import Counter
from collections.abc import Iterator

from jsonschema_rs import Draft202012Validator
from tests.specs.reading import (
    Json,
    Operation,
    examples,
    follow,
    holders,
    operations,
    reached,
    schemas,
    types,
)

PROBLEM = {"$ref": "#/components/schemas/Problema"}
TELLING_FORMATS = ("date", "date-time", "uuid")


def repeated_operation_ids(root: Json) -> list[str]:
    counts = Counter(one.node.get("operationId", one.name) for one in operations(root))
    return [name for name, count in counts.items() if count > 1]


def unnamed_operations(root: Json) -> list[str]:
    wanted = ("operationId", "summary", "tags")
    return [one.name for one in operations(root) if not all(map(one.node.get, wanted))]


def default_responses(root: Json) -> list[str]:
    return [one.name for one in operations(root) if "default" in one.responses]


def bodies(root: Json) -> Iterator[tuple[str, Json]]:
    """Yield each media type of a request or a response, with its place."""
    for one in operations(root):
        owners = {"body": one.body} if one.body else {}
        for place, owner in {**owners, **one.responses}.items():
            for media, content in owner.get("content", {}).items():
                yield f"{one.name} {place} {media}", content


def bodies_without_example(root: Json) -> list[str]:
    return [where for where, content in bodies(root) if not examples(root, content)]


def broken_examples(root: Json) -> list[str]:
    found = list(holders(root)) + list(bodies(root))
    return [
        f"{where}: {error.message}"
        for where, holder in found
        for value in examples(root, holder)
        for error in _errors(root, holder["schema"], value)
    ]


def _errors(root: Json, schema: Json, value: Json) -> list[Json]:
    whole = {**schema, "components": root["components"]}
    return list(Draft202012Validator(whole, validate_formats=True).iter_errors(value))


def unused_examples(root: Json) -> list[str]:
    used = {
        one["$ref"].rpartition("/")[2]
        for _, holder in [*holders(root), *bodies(root)]
        for one in holder.get("examples", {}).values()
    }
    return sorted(root["components"]["examples"].keys() - used)


def lists_without_their_item(root: Json) -> list[str]:
    """Return the paths whose list's example lacks what the example of an item of it shows."""
    return [
        item.name
        for item in operations(root)
        for all_of in operations(root)
        if item.method == all_of.method == "get"
        and re.fullmatch(re.escape(all_of.path) + r"/\{\w+\}", item.path)
        and not _shown(root, item) <= _shown(root, all_of)
    ]


def _shown(root: Json, operation: Operation) -> set[str]:
    """Return the addresses (``self``) in the examples of an operation's 200."""
    values = examples(root, operation.responses["200"]["content"]["application/json"])
    found: set[str] = set()
    waiting: list[Json] = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found |= {value["self"]["href"]} if "self" in value else set()
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


def errors_that_are_no_problem(root: Json) -> list[str]:
    return [
        f"{one.name} {code}"
        for one in operations(root)
        for code, response in one.responses.items()
        if code >= "400"
        and {media: content["schema"] for media, content in response.get("content", {}).items()}
        != {"application/problem+json": PROBLEM}
    ]


def creations(root: Json) -> Iterator[tuple[str, Json]]:
    """Yield each 201 response with the name of its operation."""
    for one in operations(root):
        if "201" in one.responses:
            yield one.name, one.responses["201"]


def creations_without_address(root: Json) -> list[str]:
    wanted = {"ETag", "Location"}
    return [name for name, answer in creations(root) if not wanted <= answer.get("headers", {}).keys()]


def creations_without_links(root: Json) -> list[str]:
    return [name for name, answer in creations(root) if not answer.get("links")]


def links_that_lead_nowhere(root: Json) -> list[str]:
    known = {one.node["operationId"]: one for one in operations(root)}
    return [
        f"{one.name} {name}"
        for one in operations(root)
        for response in one.responses.values()
        for name, link in response.get("links", {}).items()
        if not _leads_somewhere(follow(root, link), known)
    ]


def _leads_somewhere(link: Json, known: dict[str, Operation]) -> bool:
    target = known.get(link.get("operationId", ""))
    return target is not None and all(_takes(target, name) for name in link.get("parameters", {}))


def _takes(target: Operation, name: str) -> bool:
    place, dot, rest = name.partition(".")
    if dot:
        return rest in target.named(place)
    return any(name in target.named(place) for place in ("path", "query", "header"))


def changes_without_precondition(root: Json) -> list[str]:
    return [one.name for one in operations(root) if one.method == "put" and not _conditional(one)]


def _conditional(operation: Operation) -> bool:
    tagged = operation.named("header") & {"If-Match", "IfMatch"}
    # Only where the header may be left out is nothing missing without it.
    needed = {"412", "428"} if tagged & operation.required("header") else {"412"}
    return bool(tagged) and needed <= operation.responses.keys()


def options_without_allow(root: Json) -> list[str]:
    return [
        one.name
        for one in operations(root)
        if one.method == "options" and "Allow" not in one.responses["204"].get("headers", {})
    ]


def unbounded(root: Json) -> list[str]:
    return [where for where, schema in schemas(root) if not _has_bounds(schema)]


def _has_bounds(schema: Json) -> bool:
    if "enum" in schema or "const" in schema:
        return True
    wanted: set[str] = set()
    if "string" in types(schema) and schema.get("format") not in TELLING_FORMATS:
        wanted |= {"minLength", "maxLength"}
    if types(schema) & {"number", "integer"}:
        wanted |= {"minimum", "maximum"}
    if "array" in types(schema):
        wanted |= {"maxItems"}
    return wanted <= set(schema)


def loose_patterns(root: Json) -> list[str]:
    return [
        where for where, schema in schemas(root) if not re.fullmatch(r"\^.*\$", schema.get("pattern", "^$"))
    ]


def open_requests(root: Json) -> list[str]:
    return [
        f"{one.name} {where}"
        for one in operations(root)
        if one.body
        for where, schema in reached(root, one.body["content"]["application/json"]["schema"])
        if "object" in types(schema) and schema.get("additionalProperties") is not False
    ]


def extensions(node: Json) -> set[str]:
    """Return the names of the ``x-`` extensions used in the document."""
    if isinstance(node, dict):
        own = {key for key in node if key.startswith("x-")}
        return own.union(*map(extensions, node.values()))
    return set().union(*map(extensions, node)) if isinstance(node, list) else set()
