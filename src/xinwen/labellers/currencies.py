"""Money with the currency in front of the number: $3.5亿, ¥1,299, US$20 billion, RMB 500万; and the front half of 人民币3亿元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from xinwen.labellers.amounts import DIGITS, JOIN, NumberMatch, Rule, amount, interval
from xinwen.labellers.numerals import ARABIC, CHINESE, MULTIPLIER, NUMERAL_CHARS
from xinwen.labellers.triggers import chains

_SIGNS = {
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "NZ$": "NZD",
    "MOP$": "MOP",
    "S$": "SGD",
    "A$": "AUD",
    "C$": "CAD",
    "R$": "BRL",
    "RM": "MYR",
    "Rs": "INR",
    "Rp": "IDR",
    "$": "USD",
    "＄": "USD",
    "¥": "CNY",
    "￥": "CNY",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "₹": "INR",
    "₽": "RUB",
    "₫": "VND",
    "฿": "THB",
}
_WORDS = {"人民币": "CNY", "新台币": "TWD", "港币": "HKD", "RMB": "CNY"}
_CODES = {
    code: code
    for code in (
        *("CNY", "USD", "EUR", "JPY", "KRW", "TWD", "HKD", "GBP", "SGD", "INR", "CHF", "MYR", "THB", "IDR", "VND", "AUD"),
        *("NZD", "RUB", "BRL", "MXN", "AED", "SAR", "SEK", "NOK", "ILS", "ZAR"),
    )
}
_CURRENCY = _SIGNS | _WORDS | _CODES
_ENDS = frozenset(name[-1] for name in _CURRENCY)
_SCALES = {
    "trillion": 10**12,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 10**3,
    "bn": 10**9,
    "mn": 10**6,
    "T": 10**12,
    "B": 10**9,
    "M": 10**6,
    "K": 10**3,
    "k": 10**3,
}
_AMOUNT = rf"(?:{ARABIC}(?: ?{MULTIPLIER})?|(?<=币){CHINESE}[多余]?)"
_HEADS = "".join(sorted({re.escape(name[0]) for name in _CURRENCY}))
_NAMES = "|".join(map(re.escape, sorted(_CURRENCY, key=len, reverse=True)))
_SIGN = re.compile(
    rf"(?=[{_HEADS}])(?<![A-Za-z])(?P<sign>{_NAMES})(?<!RM(?=20\d\d(?!\d)))"
    rf" ?(?P<a>{_AMOUNT})(?:{JOIN}(?P<b>{_AMOUNT}))?(?: ?(?P<scale>{'|'.join(_SCALES)})(?![A-Za-z]))?"
)


def signed_money(text: str) -> Iterator[NumberMatch]:
    """Every sum with its currency in front; an English scale (billion) belongs to the number."""
    for m in _SIGN.finditer(text):
        low, high = interval(m["a"], m["b"])
        if low is not None and high is not None:
            scale = Fraction(_SCALES.get(m["scale"], 1))
            yield amount(m.start(), m.end(), "money", low * scale, high * scale, _CURRENCY[m["sign"]])


def currency_before(text: str, start: int, code: str) -> tuple[str, str] | None:
    """The name and code of the currency that ends at ``start`` and goes with the unit behind the number (元, or its own)."""
    if text[start - 1 : start] in _ENDS:
        for name, front in _CURRENCY.items():
            if text.endswith(name, 0, start) and code in (front, "CNY"):
                return name, front
    return None


_IN_WORDS = [name for name in _CURRENCY if name[-1] == "币"]
#: The rule, with the strings of which every match holds one.
CURRENCY_RULES: tuple[Rule, ...] = ((signed_money, [*chains(_CURRENCY, f" {DIGITS}"), *chains(_IN_WORDS, NUMERAL_CHARS)]),)
