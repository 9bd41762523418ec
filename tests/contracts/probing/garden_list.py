"""The list of the garden."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.contracts.probing.garden_faults import Fault

Plant = dict[str, Any]


def page(has: Callable[[Fault], bool], plants: list[Plant], query: Mapping[str, str]) -> dict[str, Any]:
    """Return the page of *plants* that *query* asks for."""
    found = _sorted(has, _filtered(has, plants, query.get("kind")), query)
    limit = 3 if has(Fault.IGNORES_SIZE) else int(query.get("limit", 3))
    if "cursor" in query:
        shown = _after(has, found, query["cursor"], limit)
    else:
        shown = _numbered(has, found, int(query.get("page", 1)), limit, query.get("order", ""))
    if has(Fault.SORTS_THE_PAGE):
        unsorted = found.index(shown[0]) if shown else 0
        shown = _sorted(has, sorted(plants, key=lambda one: one["id"])[unsorted:][:limit], query)
    whole: dict[str, Any] = {"plants": _shown(has, shown), "total": len(found)}
    if shown and shown[-1] is not found[-1]:
        whole["nextCursor"] = str(shown[-1]["id"])
        if has(Fault.CURSOR_IS_A_NUMBER):
            whole["nextCursor"] = f"n{found.index(shown[-1]) + 1}"
    if has(Fault.TOTAL_OF_THE_PAGE):
        whole["total"] = len(shown)
    return whole


def _shown(has: Callable[[Fault], bool], plants: list[Plant]) -> list[Plant]:
    if has(Fault.LISTS_ONE_NAME):
        return [{**one, "name": plants[0]["name"]} for one in plants]
    return [*plants[:1], *plants] if has(Fault.LISTS_ONE_TWICE) else plants


def _filtered(has: Callable[[Fault], bool], plants: list[Plant], kind: str | None) -> list[Plant]:
    if kind is None or has(Fault.IGNORES_FILTER):
        return list(plants)
    found = [one for one in plants if one["kind"] == kind]
    return found[1:] if has(Fault.FILTER_HIDES_SOME) else found


def _sorted(has: Callable[[Fault], bool], plants: list[Plant], query: Mapping[str, str]) -> list[Plant]:
    name = "id" if has(Fault.IGNORES_ORDER) else query.get("order", "id")
    down = query.get("ordering") == "DESC" and not has(Fault.IGNORES_DIRECTION)

    def key(one: Plant) -> tuple[bool, Any, int]:
        value = one.get(name)
        if name == "sown" and value is not None:
            from datetime import datetime

            value = datetime.fromisoformat(value.upper().replace(":60", ":59")).timestamp()
        if has(Fault.NUMBERS_SORT_AS_TEXT):
            value = str(value)
        return value is None, 0 if value is None else value, one["id"]

    return sorted(plants, key=key, reverse=down)


def _numbered(
    has: Callable[[Fault], bool], found: list[Plant], number: int, limit: int, order: str
) -> list[Plant]:
    start = (number - 1) * limit
    if has(Fault.LAST_PAGE_AGAIN):
        start = min(start, (len(found) - 1) // limit * limit)
    if has(Fault.PAGES_OVERLAP) and number > 1:
        start -= 1
    if has(Fault.PAGES_SKIP) or (has(Fault.PAGES_SKIP_BY_PRICE) and order == "price"):
        start += number - 1
    return found[start : start + limit]


def _after(has: Callable[[Fault], bool], found: list[Plant], cursor: str, limit: int) -> list[Plant]:
    if cursor.startswith("n"):
        start = int(cursor[1:])
    else:
        start = next((place for place, one in enumerate(found) if str(one["id"]) == cursor), 0) + 1
    if has(Fault.CURSOR_SKIPS):
        start += 1
    return found[start : start + limit]
