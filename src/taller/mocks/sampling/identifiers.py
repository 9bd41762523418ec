"""Identifiers with the right control characters. All are made up: none is meant to be anybody's.

A mobile number or a tax number drawn at random may well have been given to someone; an IBAN drawn
here names no bank, for no bank has the code 0000.
"""

from random import Random

_NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_PLATE_LETTERS = "BCDFGHJKLMNPRSTVWXYZ"
_VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def digits(rng: Random, count: int) -> str:
    """Return *count* digits."""
    return f"{rng.randrange(10**count):0{count}}"


def nif(rng: Random) -> list[str]:
    """Return a NIF of a person, the ways to write it.

    Source of the letter: Real Decreto 1553/2005, art. 11.
    """
    number = digits(rng, 8)
    letter = _NIF_LETTERS[int(number) % 23]
    return [number + letter, f"{number}-{letter}"]


def nie(rng: Random) -> list[str]:
    """Return a NIE, of a resident from abroad, the ways to write it."""
    first, number = rng.randrange(3), digits(rng, 7)
    letter = _NIF_LETTERS[int(f"{first}{number}") % 23]
    return [f"{'XYZ'[first]}{number}{letter}", f"{'XYZ'[first]}-{number}-{letter}"]


def cif(rng: Random) -> list[str]:
    """Return the NIF of a company (SA or SL), once called CIF.

    Source of the control digit: Orden EHA/451/2008.
    """
    number = digits(rng, 7)
    doubled = sum(sum(map(int, str(2 * int(one)))) for one in number[::2])
    control = -(doubled + sum(map(int, number[1::2]))) % 10
    return [f"{rng.choice('AB')}{number}{control}"]


def iban(rng: Random) -> list[str]:
    """Return a Spanish IBAN of no bank, both its pairs of check digits right, the ways to write it."""
    branch, account = digits(rng, 4), digits(rng, 10)
    bank = f"0000{branch}"
    plain = f"{bank}{_account_digit('00' + bank)}{_account_digit(account)}{account}"
    check = 98 - int(f"{plain}142800") % 97  # E and S are 14 and 28, then 00 (ISO 13616)
    whole = f"ES{check:02}{plain}"
    return [whole, " ".join(whole[at : at + 4] for at in range(0, 24, 4))]


def _account_digit(number: str) -> int:
    weighted = sum(int(one) << place for place, one in enumerate(number))
    digit = 11 - weighted % 11
    return {10: 1, 11: 0}.get(digit, digit)


def plate(rng: Random) -> list[str]:
    """Return a number plate as given since 2000, the ways to write it."""
    number, letters = digits(rng, 4), "".join(rng.choice(_PLATE_LETTERS) for _ in range(3))
    return [f"{number}{between}{letters}" for between in ("", " ", "-")]


def vin(rng: Random) -> list[str]:
    """Return a vehicle identification number of 17 characters, with its check digit.

    Source: ISO 3779; the check digit, in the ninth place, is that of 49 CFR 565.15.
    """
    drawn = [rng.choice(_VIN_LETTERS) for _ in range(11)] + list(digits(rng, 6))
    values = (int(_VIN_VALUES.get(one, one)) for one in drawn)
    rest = sum(value * weight for value, weight in zip(values, _VIN_WEIGHTS, strict=True)) % 11
    drawn[8] = "X" if rest == 10 else str(rest)
    return ["".join(drawn)]


def phone(rng: Random) -> list[str]:
    """Return a Spanish mobile number, the ways to write it."""
    first = rng.choice(("6" + digits(rng, 2), f"7{rng.randint(1, 9)}{digits(rng, 1)}"))
    number = first + digits(rng, 6)
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    return [number, f"+34{number}", spaced, f"+34 {spaced}"]


def postal_code(rng: Random) -> list[str]:
    """Return a postal code: the province's number, 01 to 52, and three digits."""
    return [f"{rng.randint(1, 52):02}{digits(rng, 3)}"]
