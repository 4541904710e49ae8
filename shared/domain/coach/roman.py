"""Roman numerals from two to fifty, in capitals, as somebody may write a figure with them."""

from itertools import pairwise

NUMERAL = r"(?<![\w'’])(?-i:(?=[IVXL])(?!I\b)(?:L|(?:XL|X{0,3})(?:IX|IV|V?I{0,3})))(?![\w]|['’]\w)"
"""Within any other pattern, whatever its flags. One alone is mostly a pronoun."""
UNSURE = frozenset({"V", "X", "L", "IV", "XL"})
"""Letters, sizes and infusions as well: figures only where something counted stands beside."""

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


def value(numeral: str) -> int:
    parts = [_VALUES[letter] for letter in numeral] + [0]
    return sum(-one if one < following else one for one, following in pairwise(parts))
