"""Shelves of resources and pairs of ids."""

from hypothesis import given
from hypothesis import strategies as st

from taller.mocks.state.related import Relations
from taller.mocks.state.store import Entry, Shelf


def shelf(*seeds: int, capacity: int = 5) -> Shelf:
    """Return a shelf that starts with *seeds*."""
    return Shelf((Entry((), one, {"id": one}) for one in seeds), capacity)


def put(kept: Shelf, number: int) -> object:
    """Put a resource on a shelf; return the id that had to go."""
    gone = kept.put(Entry((), number, {"id": number}))
    return gone and gone.id


def ids(kept: Shelf) -> list[object]:
    """Return the ids on *kept*, in their order."""
    return [one.id for one in kept.in_order()]


def test_beyond_its_capacity_the_oldest_goes_and_the_seeds_stay():
    kept = shelf(1, 2, capacity=4)

    gone = [put(kept, number) for number in (3, 4, 5, 6)]

    assert gone == [None, None, 3, 4]
    assert ids(kept) == [1, 2, 5, 6]


def test_a_shelf_full_of_seeds_has_room_for_one_more():
    kept = shelf(1, 2, 3, capacity=2)

    assert [put(kept, 4), put(kept, 5)] == [None, 4]
    assert len(kept) == 4


def test_a_change_makes_nothing_go():
    kept = shelf(1, 2, capacity=3)
    put(kept, 3)

    assert kept.put(Entry((), 3, {"a": 1})) is None
    assert [one.resource for one in kept.in_order()][-1] == {"a": 1}


def test_a_seed_that_was_removed_and_came_back_may_go():
    kept = shelf(1, capacity=2)
    kept.remove(1)
    put(kept, 1)
    put(kept, 2)

    assert put(kept, 3) == 1


@given(st.lists(st.sampled_from(["new", "remove"]), max_size=30))
def test_a_number_is_given_once(steps: list[str]):
    kept, given_so_far = shelf(7), []
    for step in steps:
        if step == "new":
            number = kept.next_number(1, 10**6)
            given_so_far.append(number)
            put(kept, number)
        elif len(kept):
            kept.remove(ids(kept)[-1])

    assert given_so_far == list(range(8, 8 + len(given_so_far)))


@given(st.lists(st.tuples(st.sampled_from(["put", "remove"]), st.integers(1, 9)), max_size=40))
def test_resources_stand_as_they_were_made_and_a_change_moves_none(steps: list[tuple[str, int]]):
    kept, expected = shelf(5, 3, capacity=20), [5, 3]
    for step, number in steps:
        if step == "put":
            put(kept, number)
            expected += [] if number in expected else [number]
        elif number in expected:
            kept.remove(number)
            expected.remove(number)

    numbers = [one.number for one in kept.in_order()]
    assert ids(kept) == kept.section().ids == expected
    assert numbers == sorted(set(numbers))


@given(st.lists(st.integers(1, 9), max_size=40))
def test_what_goes_for_want_of_room_is_what_was_made_first(made: list[int]):
    kept, expected = shelf(0, capacity=4), []
    for number in made:
        if number not in expected:
            expected = [*expected, number][-3:]
        put(kept, number)

    assert ids(kept) == [0, *expected]


def test_beyond_the_highest_number_the_gaps_are_filled_and_then_there_is_none():
    kept = shelf(2, 5, capacity=10)

    numbers = [kept.next_number(1, 5) for _ in range(4)]

    assert numbers == [1, 3, 4, None]


def test_a_symmetric_relation_holds_both_ways_and_another_does_not():
    both, one_way = Relations(symmetric=True), Relations(symmetric=False)
    for relations in (both, one_way):
        relations.add(1, 2)

    assert (both.holds(2, 1), one_way.holds(2, 1)) == (True, False)
    one_way.remove(2, 1)
    both.remove(2, 1)
    assert (both.of(1), one_way.of(1)) == ([], [2])


def test_what_is_forgotten_is_related_to_nothing():
    relations = Relations(symmetric=False)
    relations.add(1, 2)
    relations.add(3, 1)

    relations.forget(1)

    assert (relations.of(1), relations.of(3)) == ([], [])


def test_of_what_was_loaded_the_oldest_goes_for_what_is_new():
    loaded = [Entry((), number, {"id": number}) for number in (1, 2, 3, 4)]
    kept = Shelf(loaded, 4, seeds={(2,)})

    gone = [put(kept, number) for number in (5, 6, 7)]

    assert gone == [1, 3, 4]
    assert ids(kept) == [2, 5, 6, 7]


def test_more_than_there_is_room_for_stays_at_that():
    kept = Shelf([Entry((), number, {"id": number}) for number in (1, 2, 3, 4)], 2, seeds=())

    assert [put(kept, 5), put(kept, 6)] == [1, 2]
    assert ids(kept) == [3, 4, 5, 6]


def test_of_very_many_single_resources_that_were_deleted_the_first_start_anew():
    kept = shelf(capacity=2)

    for name in "abc":
        kept.bar((name,))

    assert list(kept.removed) == [("b",), ("c",)]
