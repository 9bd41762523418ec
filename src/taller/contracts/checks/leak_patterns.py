"""How what is inside a service looks, in many languages."""

import re
from collections.abc import Mapping

from taller.contracts.phrases import Said, said

_DATABASES = r"sqlite3|psycopg2?|pymysql|MySQLdb|asyncpg|cx_Oracle"
_FRAME = r"^[ \t]+at "
_ROOT = r"(?:/|[A-Z]:\\)"
_SOURCES = r"py|pyc|js|mjs|ts|java|class|jar|php|go|rb|cs|so|dll|db|sqlite3?|cfg|ini|ya?ml|env"
_FOLDERS = r"usr|home|app|srv|opt|var|tmp|root|workspace|site-packages"

_TRACES: Mapping[Said, tuple[str, ...]] = {
    said("a Python stack trace"): (
        r"Traceback \(most recent call last\):",
        r"^  File \"[^\"\n]{1,300}\", line \d+, in \S",
    ),
    said("a Java stack trace"): (
        _FRAME + r"(?:[\w$]+\.){2,}[\w$<>]+\([\w$]+\.(?:java|kt|scala|groovy):\d+\)",
        _FRAME + r"(?:[\w$]+\.){2,}[\w$<>]+\((?:Native Method|Unknown Source)\)",
        r"Exception in thread \"[^\"\n]*\" ",
        r"\bjava\.(?:lang|util|sql|io)\.\w+(?:Exception|Error)\b",
    ),
    said("a Node stack trace"): (
        _FRAME + r"(?:async )?(?:[^\n()]{1,200} \()?(?:file://|node:|/|[A-Z]:\\)[^\n()]{1,300}:\d+:\d+\)?$",
    ),
    said("a PHP error"): (
        r"(?:Fatal error|Warning|Notice|Parse error|Deprecated)(?:</b>)?: {1,2}[^\n]{1,500} in (?:<b>)?"
        + _ROOT
        + r"[^\n]{1,300}\.php(?:</b>)? on line",
        r"^#\d+ " + _ROOT + r"[^\n]{1,300}\.php\(\d+\): ",
    ),
    said("a Go stack trace"): (
        r"^goroutine \d+ \[[a-z ,0-9]+\]:",
        r"^panic: [^\n]+\n\ngoroutine ",
        r"\bruntime error: (?:index out of range|invalid memory address|slice bounds)",
    ),
    said("a .NET stack trace"): (
        _FRAME + r"(?:[\w`<>]+\.)+[\w`<>\[\],]+\([^()\n]{0,300}\) in [^\n]{1,300}\.(?:cs|vb|fs):line \d+",
        r"\bSystem\.(?:\w+\.)*\w+Exception: ",
    ),
    said("a Ruby stack trace"): (r"^" + _ROOT + r"?[\w./\\-]{1,300}\.rb:\d+:in [`']",),
    said("SQL of a database"): (
        r"\bsqlalchemy\.exc\.",
        rf"\b(?:{_DATABASES})\.(?:errors?\.|exceptions\.|err\.)?\w*(?:Error|Violation|Table)\b",
        r"\[SQL: |\bSQLSTATE\[|\bORA-\d{5}: |\bPG::\w+Error",
        r"You have an error in your SQL syntax|Unclosed quotation mark after the character string",
        r"\bunterminated quoted string at or near|\brelation \"[^\"\n]{1,100}\" does not exist",
        r"\bno such (?:table|column): \w|UNIQUE constraint failed: \w+\.\w",
        r"duplicate key value violates unique constraint \"",
    ),
    said("a debugger's page"): (
        r"<title>[^<\n]{0,300}// Werkzeug Debugger</title>|Werkzeug powered traceback interpreter",
        r"You're seeing this error because you have <code>DEBUG = True</code>",
        r"<title>Whoops! There was an error|Whitelabel Error Page",
        r"<h1>Server Error in '[^'\n]{0,200}' Application|<title>Action Controller: Exception caught",
    ),
}
_STATEMENTS: Mapping[Said, tuple[str, ...]] = {
    said("SQL of a database"): (
        r"\bSELECT [^\n]{1,2000}? FROM [\w\"`.]+|\bDELETE FROM [\w\"`.]+(?: WHERE|;)",
        r"\bINSERT INTO [\w\"`.]+ ?\([^)\n]{1,2000}\) VALUES|\bUPDATE [\w\"`.]+ SET [\w\"`.]+ ?=",
    ),
}
_PATHS: Mapping[Said, tuple[str, ...]] = {
    said("a file of the service"): (
        rf"(?:^|[\s\"'(<>=:])/(?:{_FOLDERS})/[\w.@+/-]{{0,300}}[\w-]\.(?:{_SOURCES})\b",
        rf"(?:^|[\s\"'(<>=:])[A-Za-z]:\\[\w .\\-]{{0,300}}[\w-]\.(?:{_SOURCES})\b",
    ),
}

_SIGNS = (
    *(
        "Traceback",
        'File "',
        "at ",
        "Exception",
        "Error",
        "error",
        "Warning",
        "Notice",
        "Deprecated",
        ".php(",
    ),
    *(
        "goroutine",
        ".rb:",
        "sql",
        "SQL",
        "psycopg",
        "asyncpg",
        "cx_Oracle",
        "ORA-",
        "does not exist",
        "no such",
    ),
    *(
        "unterminated",
        "UNIQUE",
        "duplicate key",
        "Unclosed",
        "Werkzeug",
        "DEBUG",
        "Whoops!",
        "Action Controller",
    ),
)
"""Without any of these, which are looked for much faster, none of the patterns for any answer fits."""

Patterns = list[tuple[Said, re.Pattern[str]]]


def is_suspicious(text: str) -> bool:
    """Whether it is worth to look for any of `ANYWHERE` in *text*."""
    return any(sign in text for sign in _SIGNS)


def _compiled(patterns: Mapping[Said, tuple[str, ...]]) -> Patterns:
    return [(name, re.compile("|".join(several), re.MULTILINE)) for name, several in patterns.items()]


ANYWHERE = _compiled(_TRACES)
"""In any answer: nobody writes this by chance."""
IN_ERROR_HEADERS = _compiled(_STATEMENTS)
"""In errors only: what somebody stored may look like that."""
IN_ERRORS = [*IN_ERROR_HEADERS, *_compiled(_PATHS)]
"""In errors only, and not in headers: many hold the path of a URL."""
