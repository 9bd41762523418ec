"""Which operations of two contracts are the same: an address is a server's base path and a path."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from taller.contracts.compat.contract import Operation, base_path, shape_of, urls

Key = tuple[str, str]
"""A method and the shape of a path."""


class Pairs:
    """The operations of two contracts, and which of them belong together."""

    def __init__(self, old: Mapping[Key, Operation], new: Mapping[Key, Operation]) -> None:
        """Pair *old* with *new*: by address; by path alone if none stays, or it has its own servers."""
        self.old, self.new = old, new
        self._at = {address: key for key, one in reversed([*new.items()]) for address in _addresses(one)}
        found = {key: self._by_address(key, one) for key, one in old.items()}
        taken = {*found.values()}
        for key, one in old.items():
            if found[key] is None and key in new and key not in taken:
                is_alone = one.servers.pointer or new[key].servers.pointer
                found[key] = key if is_alone or taken == {None} else None
        self._found = found

    def counterpart(self, key: Key) -> Operation | None:
        """Return the new operation that the old one at *key* has become; None if it is gone."""
        found = self._found[key]
        return None if found is None else self.new[found]

    def come(self) -> list[Operation]:
        """Return the operations that are new."""
        known = {*self._found.values()}
        return [one for key, one in self.new.items() if key not in known]

    def keeps(self, base: str) -> bool:
        """Tell whether all that is below *base*, of the whole service, has its address still."""
        below = [one for one in self.old.values() if not one.servers.pointer]
        addresses = [_address(one, base) for one in below if base in _bases(one)]
        return bool(self._at.keys() & {*addresses}) and not self._are_moved(base)

    def _are_moved(self, base: str) -> bool:
        """Tell whether some that stay have left *base*."""
        pairs = [(one, self.counterpart(key)) for key, one in self.old.items() if not one.servers.pointer]
        return any(now is not None and not stays(one, now, base) for one, now in pairs)

    def _by_address(self, key: Key, one: Operation) -> Key | None:
        addresses = _addresses(one)
        if key in self.new and addresses & _addresses(self.new[key]):
            return key
        return next((self._at[address] for address in sorted(addresses) if address in self._at), None)


def stays(old: Operation, new: Operation, base: str) -> bool:
    """Tell whether what was *old* below *base* is *new* at the same address."""
    return _address(old, base) in _addresses(new)


def origin(url: str) -> str:
    """Return the host of *url*, with its scheme and port; nothing, if it has none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _bases(operation: Operation) -> set[str]:
    return {base_path(url) for url in urls(operation.servers)}


def _addresses(operation: Operation) -> set[Key]:
    return {_address(operation, base) for base in _bases(operation)}


def _address(operation: Operation, base: str) -> Key:
    return operation.method, base.rstrip("/") + shape_of(operation.path)
