"""Bounds to what Schemathesis reads: it waits for each byte so long, but for the last one for ever.

That a hook is given what `requests` is called with is documented; that a response hook may read, is not.
"""

from typing import Any

import requests
from requests.exceptions import ChunkedEncodingError, ContentDecodingError

from taller.contracts.probing.wire import AnswerCutOff, AnswerGarbled, read

_STREAM = "text/event-stream"
"""Of which Schemathesis itself reads only the beginning."""


def bound(call: dict[str, Any]) -> None:
    """Let the answer to *call*, arguments of ``requests.request``, take neither for ever nor all memory."""
    call["hooks"] = {"response": _read}


def _read(response: requests.Response, **_: Any) -> None:
    """Read the body before Schemathesis does.

    :raises RequestException: if it does not end, or if nobody can decode it.
    """
    if response.headers.get("Content-Type", "").startswith(_STREAM):
        return
    try:
        response._content = read(response)
    except AnswerCutOff as error:
        raise ChunkedEncodingError(error) from error
    except AnswerGarbled as error:
        raise ContentDecodingError(error) from error
    response._content_consumed = True
