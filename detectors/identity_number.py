"""The numbers themselves: 公民身份号码 (GB 11643-1999) and 统一社会信用代码 (GB 32100-2015), their check digits and dates."""

from __future__ import annotations

import datetime as dt

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# 91 stands before some early special cases; 9xx foreigners' residence permits carry the same check digit.
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "91",
    ]
)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_digit(first17: str) -> str:
    """The 18th character for 17 digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def is_valid(number: str, today: str = "") -> bool:
    """Whether 18 characters (X in upper case) are an identity number: province, real date, check digit.

    Args:
        number: digits, the last may be X.
        today: ISO date; births after it are refused.
    """
    if len(number) != 18 or number[:2] not in PROVINCES or number[17] != check_digit(number[:17]):
        return False
    return birth(number[6:14], today) is not None


def birth(digits: str, today: str) -> dt.date | None:
    """The date of eight digits, or None when there is no such day between 1900 and ``today`` (ISO, may be empty)."""
    try:
        date = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    iso = date.isoformat()
    return date if "1900-01-01" <= iso <= (today or "2099-12-31") else None


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a 统一社会信用代码 (weights 3^(i-1) mod 31)."""
    if len(code) != 18 or any(sign not in _CREDIT_SIGNS for sign in code):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return _CREDIT_SIGNS[-total % 31] == code[17]
