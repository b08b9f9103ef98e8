"""Whether a text is Chinese at all."""

from __future__ import annotations

import re

from xinwen.errors import XinwenError

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_LETTER = re.compile(r"[^\W\d_]")

#: Fewer Han characters than this are no article.
MIN_HAN = 10
#: Least share of Han among the letters. Pages with injected pinyin and many product names stay above a half.
MIN_SHARE = 0.15
#: Japanese prose has more kana than Han; Chinese news quotes a Japanese name at most.
MAX_KANA = 0.25

_SAMPLE = 1 << 20


def refuse_other_languages(text: str, place: str) -> None:
    """Refuse a text that is not Chinese.

    Raises:
        XinwenError: ``input-no-chinese``, saying what was counted.
    """
    sample = text[:_SAMPLE]
    han, kana, hangul = (len(pattern.findall(sample)) for pattern in (_HAN, _KANA, _HANGUL))
    letters = len(_LETTER.findall(sample))
    if han < MIN_HAN:
        reason = f"{han} Chinese characters (at least {MIN_HAN} are needed)"
    elif kana > MAX_KANA * (han + kana):
        reason = f"{kana} kana beside {han} Han characters: the text is Japanese"
    elif hangul > han:
        reason = f"{hangul} Hangul beside {han} Han characters: the text is Korean"
    elif han < MIN_SHARE * letters:
        reason = f"{han} Chinese characters among {letters} letters: the text is in another language"
    else:
        return
    message = f"The page holds no Chinese article: {reason}."
    raise XinwenError("input-no-chinese", message, place=place, remedy="Leave it out, or check that the right page was fetched.")
