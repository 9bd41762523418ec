"""Commands of Schemathesis, made so that they show to whoever copies them what they were to show."""

import re
import shlex

from taller.contracts.shell import quoted

_BODY = "-d"


def shown(command: str, body: bytes | None) -> str:
    """Return *command*, of ``curl``, with the status and the headers of what comes.

    :param body: what it sends: a text of it may have lost what is no UTF-8.
    """
    # With -X HEAD curl waits for a body.
    command = re.sub(r"^curl -X HEAD\b", "curl -I", command)
    command = re.sub(r"^curl -X ", "curl -i -X ", command)
    return _exactly(command, body) if body and not _is_text(body) else command


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _exactly(command: str, body: bytes) -> str:
    try:
        words = shlex.split(command)
        place = words.index(_BODY) + 1
    except ValueError:  # as in a form with files: not to be mended, and better than nothing
        return command
    sent = quoted(body.decode("utf-8", "surrogateescape"))
    said = [shlex.quote(one) for one in words]
    return " ".join([*said[: place - 1], "--data-binary", sent, *said[place + 1 :]])
