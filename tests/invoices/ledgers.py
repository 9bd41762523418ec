"""All that a database of invoices says at one moment, and what must be so of it whatever was done."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Engine, select

from taller.invoices.persistence.tables import metadata

Row = Mapping[str, Any]
TABLES = metadata.sorted_tables
IN_FORCE = ("emitida", "pagada")
PREFIXES = {"F1": "F", "F2": "S", "F3": "F", "R1": "R", "R2": "R", "R3": "R", "R4": "R", "R5": "R"}


@dataclass(frozen=True)
class Ledgers:
    """Every row of every table, read by SQL and not by the service's own code."""

    tables: Mapping[str, Sequence[Row]]

    @classmethod
    def read(cls, engine: Engine) -> "Ledgers":
        with engine.connect() as connection:
            rows = {
                table.name: [dict(row) for row in connection.execute(_IN_ORDER[table.name]).mappings().all()]
                for table in TABLES
            }
        return cls(rows)

    def __getitem__(self, table: str) -> Sequence[Row]:
        return self.tables[table]

    @property
    def issued(self) -> list[Row]:
        return [row for row in self["invoices"] if row["series"] is not None]

    @property
    def drafts(self) -> list[Row]:
        return [row for row in self["invoices"] if row["series"] is None]

    @property
    def accounts(self) -> dict[int, Row]:
        return {row["invoice_id"]: row for row in self["accounts"]}

    def standing_differences(self, invoice_id: int) -> list[Row]:
        """The corrective invoices by differences to an invoice that nobody has annulled."""
        return [
            row
            for row in self.issued
            if row["corrects_id"] == invoice_id
            and row["correction_method"] == "porDiferencias"
            and self.accounts[row["id"]]["state"] != "anulada"
        ]

    @property
    def owing(self) -> list[Row]:
        """The accounts on which something is owed, either way."""
        return [row for row in self["accounts"] if row["due_cents"] != row["paid_cents"]]

    @property
    def corrections_in_force(self) -> list[Row]:
        return [
            row
            for row in self.issued
            if row["corrects_id"] is not None and self.accounts[row["id"]]["state"] in IN_FORCE
        ]

    def of_type(self, kind: str) -> list[Row]:
        return [row for row in self.issued if row["type"] == kind]

    def jobs_with_corrections(self, invoice_id: int) -> list[int]:
        """The jobs that an invoice charges together with what corrects it by differences."""
        parts = [invoice_id, *(row["id"] for row in self.standing_differences(invoice_id))]
        return sorted({row["job_id"] for part in parts for row in self.of("concepts", part)})

    def of(self, table: str, invoice_id: int) -> list[Row]:
        return [row for row in self[table] if row["invoice_id"] == invoice_id]


_IN_ORDER = {table.name: select(table).order_by(*table.primary_key.columns) for table in TABLES}


def check(before: Ledgers, after: Ledgers) -> None:
    """Do nothing if all is as it must be.

    :param before: what was there a moment ago, of which some may not have changed.
    """
    numbers_run_on_without_a_gap(after)
    totals_are_the_sums_of_the_lines(after)
    records_are_one_for_each_issue_and_annulment(after)
    accounts_say_what_is_owed(after)
    money_is_neither_made_nor_lost(after)
    no_job_is_charged_twice(after)
    what_is_issued_stays_as_it_was(before, after)


def numbers_run_on_without_a_gap(after: Ledgers) -> None:
    by_series = defaultdict(list)
    for row in sorted(after.issued, key=lambda row: row["sequence"]):
        by_series[row["series"]].append(row)
    last = {row["name"]: row["last"] for row in after["series"]}

    assert last == {name: len(rows) for name, rows in by_series.items()}
    for name, rows in by_series.items():
        assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
        dates = [row["issued_on"] for row in rows]
        assert dates == sorted(dates)
        assert {f"{PREFIXES[row['type']]}{row['issued_on'].year}" for row in rows} == {name}


def totals_are_the_sums_of_the_lines(after: Ledgers) -> None:
    for row in after["invoices"]:
        base, vat = _sums(after.of("lines", row["id"]))

        assert (row["total_cents"], row["vat_cents"]) == (base + vat, vat)


def _sums(lines: Sequence[Row]) -> tuple[int, int]:
    """Return base and VAT in cents, by exact fractions: each is rounded once for each way of taxing."""
    net: defaultdict[tuple[int, str], Fraction] = defaultdict(Fraction)
    gross: defaultdict[tuple[int, str], int] = defaultdict(int)
    for line in lines:
        tax = line["vat_rate"], line["no_vat"] or ""
        cents = Fraction(line["quantity_hundredths"] * line["unit_price_e4"], 10_000)
        cents *= Fraction(10_000 - line["discount_hundredths"], 10_000)
        if line["vat_included"]:
            gross[tax] += _nearest(cents)
        else:
            net[tax] += cents
    base = vat = 0
    for rate, reason in {*net, *gross}:
        on_top, whole = _nearest(net[rate, reason]), gross[rate, reason]
        within = _nearest(Fraction(whole * 100, 100 + rate))
        base += on_top + within
        vat += _nearest(Fraction(on_top * rate, 100)) + whole - within
    return base, vat


def _nearest(cents: Fraction) -> int:
    """Half a cent goes away from nothing."""
    away = int(abs(cents) + Fraction(1, 2))
    return away if cents >= 0 else -away


def records_are_one_for_each_issue_and_annulment(after: Ledgers) -> None:
    expected = Counter(("alta", row["id"]) for row in after.issued)
    expected += Counter(
        ("anulacion", row["invoice_id"]) for row in after["accounts"] if row["state"] == "anulada"
    )

    assert Counter((row["kind"], row["invoice_id"]) for row in after["records"]) == expected
    assert [row["position"] for row in after["records"]] == list(range(1, len(after["records"]) + 1))


def accounts_say_what_is_owed(after: Ledgers) -> None:
    assert set(after.accounts) == {row["id"] for row in after.issued}
    for row in after.issued:
        account = after.accounts[row["id"]]
        due, paid = account["due_cents"], account["paid_cents"]
        assert paid >= 0
        assert (account["state"] == "sustituida") == (account["replaced_by"] is not None)
        if account["state"] not in IN_FORCE or row["correction_method"] == "porDiferencias":
            assert (due, paid) == (0, 0)
            continue
        corrections = after.standing_differences(row["id"])
        assert due == row["total_cents"] + sum(each["total_cents"] for each in corrections)
        assert due >= 0
        assert account["state"] == ("emitida" if due > paid else "pagada")
        if not corrections and row["corrects_id"] is None:
            assert paid <= due, "nobody pays more than is owed"


def money_is_neither_made_nor_lost(after: Ledgers) -> None:
    """What was paid for an invoice, and for all that took its place, is on the accounts of these."""
    first = {row["id"]: _first(after, row) for row in after.issued}
    paid: Counter[int] = Counter()
    booked: Counter[int] = Counter()
    for row in after["payments"]:
        paid[first[row["invoice_id"]]] += row["amount_cents"]
    for row in after["accounts"]:
        booked[first[row["invoice_id"]]] += row["paid_cents"]

    assert {**dict.fromkeys(first.values(), 0), **paid} == {**dict.fromkeys(first.values(), 0), **booked}


def _first(after: Ledgers, row: Row) -> int:
    by_id = {each["id"]: each for each in after.issued}
    while row["correction_method"] in ("porSustitucion", "canje"):
        row = by_id[row["corrects_id"]]
    return int(row["id"])


def no_job_is_charged_twice(after: Ledgers) -> None:
    """An invoice and what corrects it by differences charge a job together, and nobody else does."""
    charged: dict[int, int] = {}
    for whole in _wholes_in_force(after):
        for job in {row["job_id"] for part in whole for row in after.of("concepts", part)}:
            assert charged.setdefault(job, whole[0]) == whole[0], f"job {job} is charged twice"
    wholes = {part: whole[0] for whole in _wholes_in_force(after) for part in whole}

    assert {row["job_id"]: wholes.get(row["invoice_id"]) for row in after["charged_jobs"]} == charged


def _wholes_in_force(after: Ledgers) -> Iterator[list[int]]:
    for row in after.issued:
        by_differences = row["correction_method"] == "porDiferencias"
        if not by_differences and after.accounts[row["id"]]["state"] in IN_FORCE:
            yield [row["id"], *(each["id"] for each in after.standing_differences(row["id"]))]


def what_is_issued_stays_as_it_was(before: Ledgers, after: Ledgers) -> None:
    now = {row["id"]: row for row in after["invoices"]}
    for row in before.issued:
        assert now[row["id"]] == row
        for table in ("concepts", "lines"):
            assert after.of(table, row["id"]) == before.of(table, row["id"])
    for table in ("records", "history", "payments"):
        assert after[table][: len(before[table])] == before[table]
