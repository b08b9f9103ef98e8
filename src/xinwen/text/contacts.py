"""Contact data: telephone numbers, QQ and WeChat ids, e-mail addresses.

A number is contact data when it has the shape of one *and* a word before it says so (电话, 微信, QQ, 报料 …); an e-mail address
says so itself. Without such a word no number is taken: stock codes, ISBNs, years, quantities and product names stay. Numbers of six
digits or fewer (110, 12315, 95588) belong to institutions and stay, but for QQ. Where the value follows its word with neither
号 nor a colon between (微信abc_123), the words around must invite to get in touch too, or it opens a bracket or is all of its line:
微信 is mostly a product.

``contact_spans`` finds the values in any text, raw pages in either script included. ``find_contacts`` removes what asks the
reader to get in touch; a news sentence that reports a hotline stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile

from xinwen.text.alignment import Edit, apply_edits
from xinwen.text.charclass import CharClass
from xinwen.text.lines import Lines
from xinwen.text.punctuation import LINE_END

_BEFORE = 40  # how far before a value the word that explains it may stand

# A word in a raw page may carry readings (``電(diàn)話(huà)``); they are taken out before the word is looked for.
_READING = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü ]{1,8}[)）]")
_PHONE_WORD = r"[电電][话話]|手[机機]|[热熱][线線]|[传傳]真|[Tt][Ee][Ll]|[Pp]hone|[Ff]ax|[Mm]obile|[☎📞📱]"
_PHONE_CUE = re.compile(
    rf"(?:{_PHONE_WORD}|[联聯][系繫络絡]|咨询|諮詢|垂[询詢]|客服|[举舉][报報]|[报報爆]料|致[电電]|[来來][电電]|[拨撥]打|短信|簡訊"
    r"|洽[谈談]|合作|投稿|[订訂][购購]|微信|[Vv]信)[^\d。！？\n]{0,14}\Z"
)
_LOCAL_CUE = re.compile(rf"(?:{_PHONE_WORD})[^\d，。！？\n]{{0,6}}[：:\s]\Z")
_QQ_CUE = re.compile(r"(?:QQ|qq|扣扣|企[鹅鵝]|Q群)(?:群|号|號|码|碼|客服|咨询|諮詢|交流|联系|聯繫|[为是為：:\s]){0,5}\Z")
_WECHAT_CUE = re.compile(r"(?:微信|[Vv]信|[Vv][Xx]|[加➕][Vv])[^\d，。！？\n]{0,10}[号號：:\s]\Z")

# All places at which contact data may be, found in one pass: figures, the word before an id, the sign of an address. One class
# comes first, for which the engine looks ahead.
_WORDS_FIRST, _SIGNS, _CLOSING = "微薇威VvWw公加➕", "@＠#＃", ")）]】"
_PLACE = re.compile(
    rf"[0-9{_WORDS_FIRST}{_SIGNS}{re.escape(_CLOSING)}](?:(?<=[0-9])[0-9\-－—()（） ]{{4,}}|(?<=[{_WORDS_FIRST}])(?=[信eXx众眾Vv])"
    rf"|(?<=[{_SIGNS}])|(?<=[(（\[【]at[)）\]】]))"
)
_NO_QUANTITY = (
    r"(?!\d|[.．]\d|[A-Za-z_%％‰]|[ ]?[万萬亿億千元块塊美台个個股架份部件家名颗顆片吨噸米年月日次套枚只條条种種辆输字页頁])"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_./=%&#?-])(?P<country>(?:\+|00)86[- ]?)?(?:(?P<full>"
    r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}"  # mobile
    r"|[48]00[- ]?(?:\d{3}[- ]?\d{4}|\d{4}[- ]?\d{3})"  # service
    r"|[（(]?0\d{2,3}[）)]?[-－— ]?[1-9]\d{6,7}(?:[-转轉]\d{1,5})?|(?<=86[- ])\d{2,3}[- ][1-9]\d{6,7}"  # area code and number
    r")|(?P<plain>[1-9]\d{4,10}))"
    rf"{_NO_QUANTITY}"
)
_BETWEEN = re.compile(r"[ \t]*[、，,;；/|或和及]?[ \t]*")

_MAIL_NAME = re.compile(r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9._+-]{0,63} ?\Z")
_MAIL_HOST = re.compile(
    r" ?(?:[A-Za-z0-9-]{1,63}(?:\.|[(\[]dot[)\]])){1,5}(?!(?:png|jpe?g|gif|webp|svg)\b)[A-Za-z]{2,10}(?![A-Za-z0-9])"
)
_MAIL_CUE = re.compile(r"[邮郵][箱件]|信箱|[Ee]-?[Mm]ail|[换換替改]")
_WECHAT = re.compile(
    r"[微薇威VvWw公加➕](?:(?<=[微薇威Vv])信|(?<=[Ww])e[Cc]hat|(?<![A-Za-z][VvWw])(?<=[VvWw])[Xx](?![A-Za-z])"
    r"|(?<=公)[众眾][号號]|(?<=[加➕])[Vv])[^\s：:。！？，\nA-Za-z0-9]{0,10}"
    r"(?:[ ]?(?:ID|id)[ ]?[：:]?[ ]?|[ ]?[：:][ ]?|(?<=微信[号號])[ ]?|(?<=[加➕][VvXx])[ ]?"
    r"|(?P<bare>(?:(?<=[微Vv]信)[ \t\u00a0\u3000]*+|(?<=[Vv][Xx])[ \t\u00a0\u3000]++)"
    r"(?!(?i:android|windows|harmonyos|deepseek|iphone|macos|ios|gpt))"
    r"(?=[A-Za-z-]*[0-9_][A-Za-z0-9_-]*+(?![.．]\d|版|端|系[统統]|[功团團]))))"
    r"(?P<id>(?=[a-z]*[0-9_-])[a-z][a-z0-9_-]{5,19}(?![A-Za-z0-9_-])|[A-Za-z][A-Za-z0-9_-]{5,19}(?![\w-]))"
)

# A value right behind its word; products have digits behind such words too.
_BARE_NUMBER = re.compile(
    rf"(?:(?<=QQ|qq|微信|[Vv]信|[Vv][Xx])(?<![A-Za-z]..)[1-9]\d{{5,10}}"
    rf"|(?<=[电電][话話]|手[机機]|[热熱][线線]|[传傳]真)[2-9]\d{{6,7}}){_NO_QUANTITY}"
)
_INVITING = re.compile(
    r"(?:商[务務]|合作|[联聯][系繫络絡]|咨询|諮詢|垂[询詢]|洽[谈談]|客服|投稿|[报報爆]料|[转轉][载載]|授[权權])[^。！？，,\n]{0,8}\Z"
    r"|(?<![增参參追附更新])[加➕][^\w\n]{0,2}\Z|[（(【\[][^\w\n]*\Z"
)
_INVITED = re.compile(r"[^\w。！？\n]{0,3}(?:备注|備註|注明|註明|同[号號])")
_LINE_BEFORE, _LINE_AFTER = re.compile(rf"[{LINE_END}]\W*\Z"), re.compile(rf"[^\w{LINE_END}]*(?:[{LINE_END}]|\Z)")

# What asks the reader to get in touch: a call for news; words of asking; what may stand beside the value and still say little
# else. A word of reporting makes it news.
_TIP = re.compile(
    r"(?:[如若]果?[您你]|[您你]有|大家|欢迎|如有|提供|[您你]可)[^。！？]{0,16}(?:新闻线索|报料|爆料)"
    r"|(?:新闻线索|报料|爆料|投稿|新闻)(?:热线|邮箱|微信|QQ|电话|方式|平台|渠道)\s*[：:]"
)
_TIDINGS = CharClass("料")
_TIP_WORDS = (  # each begins with a literal, which the engine searches for at once, and has a character that few pages have
    (_TIDINGS, re.compile("报料")),
    (_TIDINGS, re.compile("爆料")),
    (CharClass("闻"), re.compile("新闻(?:线索|热线|邮箱|微信|QQ|电话)")),
    (CharClass("稿"), re.compile("投稿(?:热线|邮箱|微信|QQ|电话|方式)")),
)
_TIP_LENGTH = 240
_REPORTING = re.compile(
    r"表示|介绍|获悉|记者(?!微信|电话|邮箱|联系)|消费者|市民|用户|警方|部门|可拨打|可致电|公布|开通|宣布|提醒|(?<![数依根])据|(?<![简名昵职])称"
)
_ASKING = re.compile(r"[请您你]|欢迎|如需|如有|[加➕][微VvQq]|扫码|联系我们|[：:]\s*\Z")
_LABELS = re.compile(r"(?:地址|邮编|电话|传真|邮箱|信箱|网址|联系人|手机|微信|QQ|[Ee]-?[Mm]ail|热线)\s*[：:]")
_ASKING_FORMS = (
    r"新闻|报料|爆料|线索|热线|商务|广告|内容|转载|投稿|合作|媒体|市场|品牌|采访|招聘|简历|投递|客服|官方|售后|技术|咨询|举报"
    r"|投诉|监督|服务|联系|联络|电话|手机|传真|邮箱|邮件|信箱|邮编|电子|微信|公众号|同号|群号|交流|读者|小编|编辑|作者|本人|我们|方式"
    r"|号码|地址|网址|如需|如有|如果|需要|需求|请|可以|可|加|添加|发送|发|至|到|或者|或|及|和|与|欢迎|您|你|的|有|者|关注|备注|注明"
    r"|姓名|公司|职务|单位|来意|进群|入群|群|洽谈|授权|事宜|相关|其他|扫码|QQ|[Ee]-?[Mm]ail|[Tt]el|[Ff]ax|WeChat|ID|号|[\W_]"
)
_ASKING_WORDS = re.compile(_ASKING_FORMS)
_NOTHING_ELSE = re.compile(rf"(?:{_ASKING_FORMS})*+")
_RESIDUE_LENGTH = 12
_BRACKET = re.compile(r"[（(【\[][^（）()【】\[\]\n]{4,240}[）)】\]]")
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』）)】]*|[^。！？]+\Z")


def contact_spans(text: str) -> list[tuple[int, int]]:
    """The contact values in ``text`` (the number, id or address alone), ascending, none overlapping."""
    places = list(_PLACE.finditer(text))
    words = [place for place in places if place.group() in _WORDS_FIRST]
    digits = [place for place in places if place.group()[0] in "0123456789"]
    signs = [place for place in places if place.group() in _SIGNS or place.group() in _CLOSING]
    spans: list[tuple[int, int]] = []
    for span in sorted((*_numbers(text, digits), *_addresses(text, signs), *_ids(text, words))):
        if not spans or span[0] >= spans[-1][1]:
            spans.append(span)
    return spans


def _numbers(text: str, places: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    reached = 0
    last = -1
    for digits in places:
        bare = _BARE_NUMBER.match(text, digits.start())
        if bare and _is_invited(text, bare.start() - 2, bare.end()):
            last = bare.end()
            yield bare.span()
        start = max(reached, digits.start() - 5)
        while (match := _NUMBER.search(text, start, digits.end() + 2)) and match.start() < digits.end():
            start = reached = match.end()
            follows = last >= 0 and _BETWEEN.fullmatch(text, last, match.start()) is not None
            if follows or _is_contact(match, text):
                last = match.end()
                yield match.span()


def _is_contact(match: re.Match[str], text: str) -> bool:
    """Whether the words before a number say that it is one to call or to write to."""
    before = _READING.sub("", text[max(0, match.start() - _BEFORE) : match.start()])
    if match["full"] and (match["country"] or _PHONE_CUE.search(before)):
        return True
    if _QQ_CUE.search(before):
        return True
    size = len(match["plain"] or "")
    return (size in (7, 8) and _LOCAL_CUE.search(before) is not None) or (size > 6 and _WECHAT_CUE.search(before) is not None)


def _ids(text: str, places: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """WeChat ids."""
    reached = 0
    for word in places:
        match = _WECHAT.match(text, word.start()) if word.start() >= reached else None
        if match:
            reached = match.end()
            if match["bare"] is None or _is_invited(text, match.start(), match.end()):
                yield match.span("id")


def _is_invited(text: str, word: int, end: int) -> bool:
    """Whether what stands around ``text[word:end]``, a word and its value, invites to use the value."""
    before = text[word - _BEFORE : word] if word > _BEFORE else "\n" + text[:word]
    alone = _LINE_BEFORE.search(before) and _LINE_AFTER.match(text, end)
    return bool(alone or _INVITING.search(_READING.sub("", before)) or _INVITED.match(text, end))


def _addresses(text: str, places: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """E-mail addresses, also those written with another sign for ``@`` where the words around say so."""
    reached = 0
    for sign in places:
        at = sign.end() - (1 if sign.group() in _SIGNS else len("(at)"))
        host = _MAIL_HOST.match(text, sign.end())
        name = host and _MAIL_NAME.search(text[max(reached, at - 66) : at])
        if not host or not name or name.group() == "git":
            continue
        start = at - len(name.group())
        around = text[max(0, start - 20) : start] + text[host.end() : host.end() + 12]
        if sign.group() not in "#＃" or _MAIL_CUE.search(around):
            reached = host.end()
            yield start, host.end()


def find_contacts(text: str) -> list[Edit]:
    """What asks the reader to get in touch: whole lines, or the bracketed or last part of a line.

    Args:
        text: a page after script and punctuation.

    Returns:
        Deletions, ascending.
    """
    places = [start for start, _ in contact_spans(text)]
    places += [match.start() for character, tip in _TIP_WORDS if character.is_in(text) for match in tip.finditer(text)]
    if not places:
        return []
    lines = Lines(text)
    edits = []
    for at in sorted({bisect_right(lines.ends, place) for place in places}):
        line = lines.whole[at].strip()
        cuts = _line_cuts(line)
        if cuts == [(0, len(line))]:
            edits += [Edit(*span) for span in lines.spans([at])]
        else:
            shift = lines.bare_start(at)
            edits += [Edit(shift + start, shift + end) for start, end in cuts]
    return edits


def _line_cuts(line: str) -> list[tuple[int, int]]:
    """The parts of a line to take out, in rounds until nothing is left to take: a cut may bring a word to a number."""
    places = list(range(len(line)))
    left = line
    while any(map(str.isalnum, left)) and (cuts := _cuts(left)):
        for start, end in reversed(cuts):
            left = left[:start] + left[end:]
            del places[start:end]
    if len(left) < len(line) and not any(map(str.isalnum, left)):
        return [(0, len(line))]
    kept = [-1, *places, len(line)]
    return [(one + 1, other) for one, other in pairwise(kept) if other > one + 1]


def _cuts(line: str) -> list[tuple[int, int]]:
    """What one round takes out of a line: brackets, or else the last sentences."""
    brackets = [match.span() for match in _BRACKET.finditer(line) if _asks(match.group())]
    if brackets:
        return brackets
    sentences = [match.span() for match in _SENTENCE.finditer(line)]
    return list(takewhile(lambda span: _asks(line[slice(*span)]), reversed(sentences)))[::-1]


def _asks(piece: str) -> bool:
    """Whether a line or a part of one asks the reader to get in touch, and says little else."""
    if len(piece) > _TIP_LENGTH or _REPORTING.search(piece):
        return False
    if _TIP.search(piece):
        return True
    values = contact_spans(piece)
    if not values:
        return False
    if len(_LABELS.findall(piece)) > 1 and "。" not in piece:
        return True
    rest = apply_edits(piece, [Edit(*value) for value in values])
    if any(_ASKING.search(piece[:start]) for start, _ in values):
        return len(_ASKING_WORDS.sub("", rest)) <= _RESIDUE_LENGTH
    return _NOTHING_ELSE.fullmatch(rest) is not None
