"""Faults of changes: what they change, and what they should not."""

from contract_tests.faults.fault import Fault, rewriting
from contract_tests.faults.fields import Field, changed, found
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.living import Bodies, Created, can_change, read
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request


def _lost_update(ground: Ground) -> Behaviour | None:
    """Return what answers a change as if it had been made, and does not make it."""
    if not can_change(ground):
        return None
    bodies = Bodies(ground)

    def behave(request: Request, ask: Ask) -> Reply:
        if ground.role(request) is not Role.CHANGE:
            reply = ask(request)
            bodies.note(request, reply)
            return reply
        before = read(ground, request, ask)
        reply = ask(request)
        if reply.good and before.good:
            back = bodies.of(ground.id_in(request.path), before)
            ask(request.with_json(back).but({"If-Match": reply.header("ETag")}))
        return reply

    return behave


def _half_update(ground: Ground) -> Behaviour | None:
    """Return what leaves the text of a resource as it is when it is changed."""
    field = ground.text()
    if field is None or not can_change(ground):
        return None

    def behave(request: Request, ask: Ask) -> Reply:
        if ground.role(request) is not Role.CHANGE or request.json is None:
            return ask(request)
        old = found(read(ground, request, ask).json, (*ground.places[Role.READ], *field.path))
        path = (*ground.sent_place, *field.path)
        return ask(request.with_json(changed(request.json, path, lambda _: old[0])) if old else request)

    return behave


def _forgettable(ground: Ground) -> Field | None:
    """Return an optional field that nothing else tells: one that is always shown may be worked out."""
    shown = {one.path for one in ground.shown if not one.required}
    fits = [one for one in ground.sent if not one.required and len(one.path) == 1 and one.path in shown]
    known = [one for one in fits if found(ground.example, (*ground.sent_place, *one.path))]
    return next(iter([*known, *fits]), None)


def _put_merges(ground: Ground) -> Behaviour | None:
    """Return what forgets an optional field when a resource is changed."""
    field = _forgettable(ground)
    if field is None or not can_change(ground):
        return None

    def behave(request: Request, ask: Ask) -> Reply:
        sent = request.json
        if ground.role(request) is not Role.CHANGE or not isinstance(sent, dict):
            return ask(request)
        rest = changed(
            sent,
            ground.sent_place,
            lambda one: (
                {name: value for name, value in one.items() if name != field.path[0]}
                if isinstance(one, dict)
                else one
            ),
        )
        return ask(request.with_json(rest)) if rest != sent else ask(request)

    return behave


def _invalid_is_done(ground: Ground) -> Behaviour | None:
    """Return what refuses a change that is not valid, and makes the part of it that is."""
    field = ground.text()
    if not can_change(ground) or field is None:
        return None
    bodies = Bodies(ground)

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        bodies.note(request, reply)
        if ground.role(request) is not Role.CHANGE or reply.status not in (400, 422):
            return reply
        now, path = read(ground, request, ask), (*ground.sent_place, *field.path)
        texts = found(request.json, path)
        if now.good and texts:
            half = changed(bodies.of(ground.id_in(request.path), now), path, lambda _: texts[0])
            ask(request.with_json(half).but({"If-Match": now.header("ETag")}))
        return reply

    return behave


def _shared(ground: Ground) -> Behaviour | None:
    """Return what changes the text of what was created before as well."""
    field = ground.text()
    if not can_change(ground) or field is None:
        return None
    created = Created(ground)
    bodies, path = Bodies(ground), (*ground.sent_place, *field.path)

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        bodies.note(request, reply)
        created.note(request, reply)
        if ground.role(request) is Role.CHANGE and reply.good:
            texts = found(request.json, path)
            for other in created.last_beside(request):
                now = read(ground, request, ask, other)
                if now.good and texts:
                    body = changed(bodies.of(other, now), path, lambda _: texts[0])
                    ask(request.with_json(body).but({"If-Match": now.header("ETag")}, path=ground.at(other)))
        return reply

    return behave


def _stale(ground: Ground) -> Behaviour:
    """Return what shows each resource as it was first read."""
    known: dict[str, Reply] = {}

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        if ground.role(request) is not Role.READ or reply.status != 200:
            return reply
        return known.setdefault(request.path, reply)

    return behave


def _late(ground: Ground) -> Behaviour | None:
    """Return what shows a change only from the second read on."""
    if not can_change(ground):
        return None
    before: dict[str, Reply] = {}

    def behave(request: Request, ask: Ask) -> Reply:
        role = ground.role(request)
        old = read(ground, request, ask) if role is Role.CHANGE else None
        reply = ask(request)
        if old is not None and old.good and reply.good:
            before[request.path] = old
        return before.pop(request.path, reply) if role is Role.READ and reply.status == 200 else reply

    return behave


def _missing_is_changed(ground: Ground) -> Behaviour | None:
    """Return what answers a change of what is not there as if it were."""
    if not can_change(ground):
        return None
    last: list[Reply] = []

    def rewrite(request: Request, reply: Reply) -> Reply:
        if reply.good:
            last[:] = [reply.but({"Location": None}, status=200)]
        missing = ground.role(request) is Role.CHANGE and reply.status == 404
        return last[0] if missing and last else reply

    return rewriting(ground, rewrite, Role.CREATE, Role.CHANGE)


FAULTS = (
    Fault("lost-update", "a change that is answered, and not made", _lost_update),
    Fault("half-update", "a change that leaves a text as it was", _half_update),
    Fault("late-update", "a change that shows from the second read on", _late),
    Fault("update-forgets", "a change that forgets an optional field", _put_merges),
    Fault("missing-is-changed", "a change of what is not there", _missing_is_changed),
    Fault("invalid-is-done", "a change that is not valid, refused and half made", _invalid_is_done),
    Fault("shared-state", "a change of another resource as well", _shared),
    Fault("stale-cache", "what was first read, for ever", _stale),
)
