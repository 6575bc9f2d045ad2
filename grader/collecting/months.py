"""The months as platforms write them in a date: in full, as a date has them, in the languages that they speak."""

from __future__ import annotations

import unicodedata

_NAMES = """
en january february march april may june july august september october november december
de januar februar märz april mai juni juli august september oktober november dezember
fr janvier février mars avril mai juin juillet août septembre octobre novembre décembre
es enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ca gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
gl xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro
it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
pt janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
nl januari februari maart april mei juni juli augustus september oktober november december
sv januari februari mars april maj juni juli augusti september oktober november december
da januar februar marts april maj juni juli august september oktober november december
nb januar februar mars april mai juni juli august september oktober november desember
fi tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
pl stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
cs ledna února března dubna května června července srpna září října listopadu prosince
tr ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
"""  # noqa: E501
SHORTEST = 3
"""Letters of a month that is cut short: `Okt.`, `sept.`"""


def month_of(word: str) -> int | None:
    """Its number, 1 to 12, if the word is a month's name in some language, or begins those of one month alone."""
    wanted = _plain(word)
    if wanted in _BY_NAME:
        return _BY_NAME[wanted]
    found = {number for name, number in _BY_NAME.items() if name.startswith(wanted)}
    return found.pop() if len(wanted) >= SHORTEST and len(found) == 1 else None


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if letter.isalpha())


def _by_name() -> dict[str, int]:
    """Names that two languages give to different months (`listopad`, October and November) are left out."""
    numbers: dict[str, set[int]] = {}
    for line in _NAMES.strip().splitlines():
        for number, name in enumerate(line.split()[1:], start=1):
            numbers.setdefault(_plain(name), set()).add(number)
    return {name: found.pop() for name, found in numbers.items() if len(found) == 1}


_BY_NAME = _by_name()
