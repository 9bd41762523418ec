"""Keeps credentials out of all that a run tells: whoever reads a report may not be who may use the key."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, quote_plus, unquote

from taller.contracts.credentials import basic, credentials, is_basic, name_and_password, schemes
from taller.contracts.events import Asked, Breach, Event, Scenario, Trouble
from taller.contracts.phrases import Said
from taller.contracts.urls import HIDDEN, password_of, userinfo_of

VARIABLE = "TALLER_API_KEY"
"""Of the environment, where a shell finds the key."""
_SHORT = 4
"""Characters; what is shorter is in every text, and is hidden only where it stands for a credential."""
_SEGMENT = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|[^'"]+|['"]""", re.DOTALL)
"""Of a command: what is quoted in one way."""
_MARK = "\0{}\0"
_VARIABLE = f"${VARIABLE}"
_ENCODE = f"import os, urllib.parse as u; print(u.quote(os.environ['{VARIABLE}'], safe=''))"


@dataclass(frozen=True)
class _Form:
    """A way in which a credential is written, and what stands for it."""

    text: str
    variable: str
    """In a command, between double quotes."""
    name: str = f"${VARIABLE}"
    """In any other text."""


@dataclass(frozen=True)
class Secrecy:
    """What must not be told: a key, and the password in a URL."""

    forms: tuple[_Form, ...] = field(repr=False)
    """The longest first."""

    @classmethod
    def of(cls, contract: Mapping[str, Any], key: str | None, url: str | None) -> "Secrecy":
        """Return that of *key*, shown as *contract* wants it, and of what *url* holds."""
        found = [*(_forms_of_key(contract, key) if key else ()), *(_forms_of_url(url) if url else ())]
        return cls(tuple(sorted(dict.fromkeys(found), key=lambda one: -len(one.text))))

    def text(self, text: str) -> str:
        """Return *text*, a phrase of ours or not, without any of it."""
        if isinstance(text, Said):
            facts = {
                name: self.text(fact) if isinstance(fact, str) else fact for name, fact in text.facts.items()
            }
            return Said(text.template, **facts)
        for form in self.forms:
            text = text.replace(form.text, form.name)
        return text

    def command(self, text: str) -> str:
        """Return *text*, a command, with the shell's variable in the place of the key: it still runs."""
        for number, form in enumerate(self.forms):
            for written in dict.fromkeys((form.text, form.text.replace("'", "'\"'\"'"))):
                text = text.replace(written, _MARK.format(number))
        if "\0" not in text:
            return text
        return "".join(self._segment(one) for one in _SEGMENT.findall(text))

    def _segment(self, text: str) -> str:
        if "\0" not in text:
            return text
        if not text.startswith("'"):
            return self._filled(text, *(("", "") if text.startswith('"') else ('"', '"')))
        inner = text[1:-1]
        if re.search(r"""["$`\\!]""", inner):
            return self._filled(text, "'\"", "\"'")
        return f'"{self._filled(inner, "", "")}"'

    def _filled(self, text: str, before: str, after: str) -> str:
        for number, form in enumerate(self.forms):
            text = text.replace(_MARK.format(number), before + form.variable + after)
        return text

    def event(self, event: Event) -> Event:
        """Return *event* without any of it."""
        if not self.forms:
            return event
        match event:
            case Breach():
                return replace(
                    event,
                    came=tuple(map(self.text, event.came)),
                    mark=self.text(event.mark),
                    curl=tuple(map(self.command, event.curl)),
                    detail=self.text(event.detail),
                )
            case Trouble():
                return replace(event, text=self.text(event.text))
            case Asked():
                return replace(event, why_not=self.text(event.why_not))
            case Scenario():
                return event


def _forms_of_key(contract: Mapping[str, Any], key: str) -> Iterator[_Form]:
    encoded = quote(key, safe="")
    in_url = _VARIABLE if encoded == key else f'$(python3 -c "{_ENCODE}")'
    if len(key) < _SHORT:
        yield from (_beside(before, key, _VARIABLE) for before in _before(contract, key))
        yield from (_beside(f"{name}=", encoded, in_url) for name in credentials(contract, key).query)
    else:
        yield _Form(key, _VARIABLE)
        yield _Form(encoded, in_url)
        yield _Form(quote_plus(key), in_url)
        yield _Form(json.dumps(key)[1:-1], _VARIABLE)
    if any(map(is_basic, schemes(contract).values())):
        pair = _VARIABLE if ":" in key else f"{_VARIABLE}:"
        yield _Form(basic(key), f"$(printf %s \"{pair}\" | base64 | tr -d '\\n')")
        if len(password := name_and_password(key)[1]) >= _SHORT:
            yield _Form(password, f"${{{VARIABLE}#*:}}")


def _before(contract: Mapping[str, Any], key: str) -> Iterator[str]:
    """Yield what stands before *key* in each header, and in each cookie."""
    for name, value in credentials(contract, key).headers.items():
        if name == "Cookie":
            yield from (one.removesuffix(key) for one in value.split("; "))
        elif value.endswith(key):
            yield f"{name}: {value.removesuffix(key)}"


def _beside(before: str, text: str, variable: str) -> _Form:
    return _Form(before + text, before + variable, before + _VARIABLE)


def _forms_of_url(url: str) -> Iterator[_Form]:
    password, userinfo = password_of(url), userinfo_of(url)
    if not password:
        return
    yield _Form(f":{password}@", f":{HIDDEN}@", f":{HIDDEN}@")
    yield _Form(base64.b64encode(userinfo.encode()).decode(), HIDDEN, HIDDEN)
    for written in (password, unquote(password)):
        if len(written) >= _SHORT:
            yield _Form(written, HIDDEN, HIDDEN)
