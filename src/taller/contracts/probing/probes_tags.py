"""Probes of entity tags: what they tell, and what a condition on them does."""

from collections.abc import Iterator

from taller.contracts.events import Breach
from taller.contracts.phrases import Said, said
from taller.contracts.probing.bed import Bed, Created
from taller.contracts.probing.contract import Operation
from taller.contracts.probing.story import Exchange, Unasked

_MADE_UP = '"0000000000000000"'


def tags_tell_content(bed: Bed) -> Iterator[Breach]:
    """Yield if the tag changes and the content does not, or the other way round."""
    one = bed.plant()
    first = _tagged(bed, one)
    second = bed.seen(one)
    yield from _agree(bed, one, first, second, said("of two GETs"))
    if "PUT" not in bed.collection.operations:
        return
    _, came = bed.changed(one, second)
    third = bed.seen(one)
    yield from _agree(bed, one, second, third, said("after a PUT"), came)
    tag, other = _tag(came), _tag(third)
    # Where each GET has another body, there is no tag that a PUT could say of the next one.
    steady = first.reply.body == second.reply.body
    if steady and tag is not None and tag != other and bed.shown(came) == bed.shown(third):
        told = said("PUT says {tag}, and GET {other}", tag=tag, other=other)
        change = bed.operation("PUT")
        yield bed.story.breach(
            change,
            "etag-tells-content",
            change.at("responses", "200", "headers", "ETag"),
            told,
            one.birth,
            came,
            third,
        )


def _agree(
    bed: Bed, one: Created, before: Exchange, after: Exchange, when: Said, *between: Exchange
) -> Iterator[Breach]:
    """Yield if of two answers one has the tag of the other and not its content, or the other way round.

    A weak tag may stay (RFC 9110, 8.8.1), and any may go on with what is *between* them, as a version does.
    """
    tag, other = _tag(before), _tag(after)
    if tag is None or other is None:
        return
    same, shown = before.reply.body == after.reply.body, (one.birth, before, *between, after)
    if same and tag != other and not between:
        told = said("the same content {when}, and {tag} became {other}", when=when, tag=tag, other=other)
        mark = "same"
    elif tag == other and not tag.startswith("W/") and bed.shown(before) != bed.shown(after):
        told = said("another content {when}, and {tag} stayed", when=when, tag=tag)
        mark = "other"
    else:
        return
    yield bed.story.breach(bed.collection.read, "etag-tells-content", _place(bed), told, *shown, mark=mark)


def not_modified(bed: Bed) -> Iterator[Breach]:
    """Yield if the tag of what one has does not give 304, in its strong and its weak form."""
    asked = False
    for read in _conditional(bed):
        asked = True
        first = _again(bed, read, None)
        tag = first.reply.headers.get("ETag")
        if first.reply.status != 200 or tag is None:
            continue
        strong = tag.removeprefix("W/")
        weak, several = f"W/{strong}", f"{_MADE_UP}, {strong}"
        for form in (strong, weak, several) if bed.share >= 1 else (weak, several):
            came = _again(bed, read, form)
            if came.reply.status == 200 and _is_another(first, came):
                continue
            if came.reply.status != 304:
                told = said("status {status} to If-None-Match: {tag}", status=came.reply.status, tag=form)
                mark = {strong: "strong", weak: "weak"}.get(form, "several")
                yield bed.story.breach(
                    read, "if-none-match-gives-304", read.at("responses", "304"), told, first, came, mark=mark
                )
            else:
                yield from _bare(bed, read, tag, first, came)
        came = _again(bed, read, _MADE_UP)
        if came.reply.status == 304:
            told = said("304 to If-None-Match: {made_up}, and {tag} is current", made_up=_MADE_UP, tag=tag)
            yield bed.story.breach(
                read, "if-none-match-gives-304", read.at("responses", "304"), told, first, came, mark="always"
            )
    if not asked:
        raise Unasked(said("304 is not promised"))


def _is_another(first: Exchange, came: Exchange) -> bool:
    """Whether *came* shows another content than *first*, under another tag: that is none to keep."""
    return came.reply.body != first.reply.body and _tag(came) != _tag(first)


def _bare(bed: Bed, read: Operation, tag: str, first: Exchange, came: Exchange) -> Iterator[Breach]:
    place = read.at("responses", "304")
    found = came.reply.headers.get("ETag")
    if found is None or found.removeprefix("W/") != tag.removeprefix("W/"):
        told = said("304 with ETag {tag}", tag=found) if found else said("304 without ETag")
        yield bed.story.breach(read, "not-modified-is-bare", place, told, first, came, mark="tag")
    if came.reply.body:
        told = said("304 with a body of {number} bytes", number=len(came.reply.body))
        yield bed.story.breach(read, "not-modified-is-bare", place, told, first, came, mark="body")


def _conditional(bed: Bed) -> list[Operation]:
    listing = bed.collection.listing
    reads = [bed.collection.read, *([listing.operation] if listing else ())]
    return [
        one
        for one in reads
        if "304" in one.responses
        and one.header(200, "ETag") is not None
        and one.named("ifnonematch") is not None
    ]


def _again(bed: Bed, read: Operation, tag: str | None) -> Exchange:
    if read is bed.collection.read:
        return bed.read(bed.few(1)[0], If_None_Match=tag)
    before = bed.listed({})
    if tag is None:
        return before
    return bed.story.ask(before.request.with_headers(If_None_Match=tag))


def if_match_is_strong(bed: Bed) -> Iterator[Breach]:
    """Yield if a weak tag lets a change pass, or ``*`` does not."""
    name = _precondition(bed)
    if name != "If-Match":
        raise Unasked(said("If-Match has another name here, and may have other rules"))
    change = bed.operation("PUT")
    place = change.at("parameters")
    one = bed.plant()
    before = _tagged(bed, one)
    weak = "W/" + before.reply.headers["ETag"].removeprefix("W/")
    body = next(bed.changes(one, bed.shown(before)), None)
    if body is None:
        raise Unasked(said("no change could be made up"))
    came = bed.change(one, body, weak)
    if came.reply.ok:
        told = said("status {status} to If-Match: {tag}", status=came.reply.status, tag=weak)
        yield bed.story.breach(
            change, "if-match-is-strong", place, told, one.birth, before, came, mark="weak"
        )
        return
    tag = before.reply.headers["ETag"]
    passed = bed.change(one, body, tag)
    if passed.reply.status == 412 and not tag.startswith("W/"):
        after = bed.seen(one)
        if after.reply.headers.get("ETag") == tag:
            told = said("status {status} to If-Match: {tag}", status=412, tag=tag)
            yield bed.story.breach(
                change, "if-match-is-strong", place, told, one.birth, before, passed, after, mark="current"
            )
    if passed.reply.ok:
        starred = bed.change(one, body, "*")
        if starred.reply.status == 412:
            told = said("status {status} to If-Match: {tag}", status=412, tag="*")
            yield bed.story.breach(
                change, "if-match-is-strong", place, told, one.birth, passed, starred, mark="*"
            )


def stale_is_refused(bed: Bed) -> Iterator[Breach]:
    """Yield if a change with a tag that is no longer current is taken, or refused and done all the same."""
    _precondition(bed)
    one = bed.plant()
    old = _tagged(bed, one)
    _, came = bed.changed(one, old)
    now = bed.seen(one)
    if old.reply.headers["ETag"] == now.reply.headers.get("ETag"):
        raise Unasked(said("the tag did not change"))
    for tag in (old.reply.headers["ETag"], _MADE_UP):
        body = next(bed.changes(one, bed.shown(now)), None)
        if body is None:
            raise Unasked(said("no other content could be made up"))
        yield from _refused(bed, one, now, body, tag, (one.birth, old, came))
    if "DELETE" in bed.collection.operations and bed.operation("DELETE").named("ifmatch") is not None:
        yield from _not_deleted(bed, one, old, (one.birth, old, came))


def _refused(
    bed: Bed, one: Created, now: Exchange, body: object, tag: str, shown: tuple[Exchange, ...]
) -> Iterator[Breach]:
    change = bed.operation("PUT")
    tried = bed.change(one, body, tag)
    after = bed.seen(one)
    place = change.at("responses", "412")
    if tried.reply.status != 412 and not 400 <= tried.reply.status < 500:
        told = said("status {status} to the stale tag {tag}", status=tried.reply.status, tag=tag)
        yield bed.story.breach(change, "stale-change-refused", place, told, *shown, tried, mark="taken")
    elif not tried.reply.ok and bed.is_changed(now, after):
        told = said("status {status} to the stale tag, and the change was made", status=tried.reply.status)
        yield bed.story.breach(
            change, "stale-change-refused", place, told, *shown, now, tried, after, mark="made"
        )


def _not_deleted(bed: Bed, one: Created, old: Exchange, shown: tuple[Exchange, ...]) -> Iterator[Breach]:
    remove = bed.operation("DELETE")
    name = next(each.name for each in remove.parameters if each.plain == "ifmatch")
    request = bed.request(remove, one.path).with_headers(**{name: old.reply.headers["ETag"]})
    tried = bed.story.ask(request)
    if tried.reply.ok and remove.documents(412):
        told = said("status {status} to a DELETE with a stale tag", status=tried.reply.status)
        place = remove.at("responses", "412")
        yield bed.story.breach(remove, "stale-change-refused", place, told, *shown, tried, mark="deleted")


def _tagged(bed: Bed, one: Created) -> Exchange:
    came = bed.seen(one)
    if not bed.collection.tagged or "ETag" not in came.reply.headers:
        raise Unasked(said("no ETag is promised"))
    return came


def _tag(came: Exchange) -> str | None:
    return came.reply.headers.get("ETag")


def _precondition(bed: Bed) -> str:
    name = bed.collection.precondition
    if name is None:
        raise Unasked(said("no tag is asked for"))
    return name


def _place(bed: Bed) -> str:
    return bed.collection.read.at("responses", "200", "headers", "ETag")
