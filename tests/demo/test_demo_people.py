"""The invented numbers: valid where they should be, and nobody's."""

from __future__ import annotations

from random import Random

import pytest

from demo.people import bank_card, check_digit, credit_code, invalid_id, people, phone, resident_id, valid_id


def test_the_check_digit_agrees_with_the_standards_vectors() -> None:
    # GB 11643-1999, annex A, and a number whose check character is X.
    assert check_digit("11010519491231002") == "X"
    assert valid_id("440524188001010014")
    assert not valid_id("440524188001010015")


def test_every_person_has_a_valid_number_of_an_unassigned_region() -> None:
    for person in people(Random(1), 400):
        assert valid_id(person.resident_id)
        assert person.resident_id[2:4] == "98"
        assert (int(person.resident_id[16]) % 2 == 1) == person.male
        assert person.masked_id.count("*") == 10


def test_phones_use_prefixes_that_no_operator_holds() -> None:
    assert {phone(Random(n))[:3] for n in range(200)} <= {"154", "160", "161", "163", "164", "168", "194"}


def test_sample_numbers_are_wrong_in_their_last_place_only() -> None:
    for seed in range(200):
        number = invalid_id(Random(seed))
        assert not valid_id(number)
        assert valid_id(number[:17] + check_digit(number[:17]))


def test_a_number_ending_in_x_can_be_asked_for() -> None:
    assert resident_id(Random(3), last="X").endswith("X")


@pytest.mark.parametrize("seed", range(20))
def test_credit_codes_and_cards_pass_their_checks(seed: int) -> None:
    code = credit_code(Random(seed))
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(alphabet.index(c) * w for c, w in zip(code, weights, strict=False))
    assert alphabet[(31 - total % 31) % 31] == code[17]
    digits = [int(c) for c in reversed(bank_card(Random(seed)))]
    assert (sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])) % 10 == 0
