"""Letters that stand for sizes and rates of data, of models and of pictures, or for a class of them: 7B, 5G, 4K, 1080p."""

from __future__ import annotations

import re
from collections.abc import Callable

_SIZE = re.compile("参数|规模|体量")
_MODEL = re.compile("的?(?:开源|稠密|中小|[大小]|语言|多模态|级|参数){0,2}模型")
_HAS_SIZE = re.compile("(?:^|[的个款种用跑换成求向从是为有，。、；“])$")
_RESIZED = ("换成", "缩到", "扩到", "减到", "大到", "小到")
_DISK = re.compile("硬盘|固态|存储|内存|容量|闪存|U盘")
LINKS = frozenset(("1.6", "3.2", "6.4", "12.8", "25.6", "51.2", "102.4"))
_COMPUTED = re.compile("算力|智算|浮点|推理|训练|机房|集群")
_WINDOW = re.compile("窗口|上下文|输入长度|每次对话|提示词|[Tt]oken|词元|长文本")
_MEMORY = re.compile("内存|显存|缓存|存储|字节|磁带|软盘|闪存|RAM|ROM")
_NO_BYTES = ("金", "黄金", "白金", "玫瑰金", "跑", "纯金", "红外", "线", "图")
_NETWORK = ("网", "基站", "手机", "通信", "时代", "套餐", "信号", "芯片", "牌照")
_SCREENS = ("电视", "视频", "屏", "画质", "超高清", "分辨率", "影片", "直播")
_WIDTHS = frozenset(("2", "2.2", "2.5", "2.8", "3", "3.2", "4", "5", "6", "8"))
_SCREEN = re.compile("屏|分辨率|显示|视频|拍摄|录制")
_HEIGHTS = frozenset(("240", "360", "480", "540", "720", "1080", "1440", "2160", "4320"))
_BARE = frozenset("百千万亿")
_CLAUSE_END = ("", *"，,。；！？、")


def _is_variant(text: str, m: re.Match[str]) -> bool:
    """7B is the name of a variant, unless it is said to be a number of parameters, an end of a range or what a model has."""
    if _MODEL.match(text, m.end()) and _HAS_SIZE.search(text, max(0, m.start() - 2), m.start()):
        return False
    listed = text[max(0, m.start() - 1) : m.start()] in ("、", "和", "及")
    near = _SIZE.search(text, max(0, m.start() - (36 if listed else 12)), m.end() + 6)
    if text.endswith(_RESIZED, 0, m.start()):
        return False
    return near is None and m["b"] is None and text[max(0, m.start() - 1) : m.start()] not in ("从", "由")


def _is_no_size(text: str, m: re.Match[str]) -> bool:
    """350M, 1.8T are numbers only of parameters."""
    return _SIZE.search(text, max(0, m.start() - 8), m.end() + 3) is None


def _is_no_rate(text: str, m: re.Match[str]) -> bool:
    """5G is a generation of networks; 800G and 32G are rates and capacities."""
    return int(m["a"]) < 8 if m["a"].isdigit() else not _BARE.intersection(m["a"])


def is_capacity(text: str, m: re.Match[str]) -> bool:
    """Whether the words near by speak of storage (2T硬盘)."""
    return _DISK.search(text, max(0, m.start() - 6), m.end() + 6) is not None


def _is_no_rate_or_size(text: str, m: re.Match[str]) -> bool:
    """1.6T is a rate of a link, 1.8T a number of parameters or a capacity where the text says so."""
    return m["a"] not in LINKS and not is_capacity(text, m) and _is_no_size(text, m)


def _is_class_of_lines(text: str, m: re.Match[str]) -> bool:
    """千兆 and 百兆 are classes of network."""
    return m["a"] in _BARE


def _is_no_mobile_gram(text: str, m: re.Match[str]) -> bool:
    """5g is a generation of networks where the text says so."""
    return m["a"] in {"2", "3", "4", "5", "6"} and text.startswith(_NETWORK, m.end())


def _is_no_picture(text: str, m: re.Match[str]) -> bool:
    """1080p is the height of a picture; 12p is none."""
    return m["a"] not in _HEIGHTS


def is_picture(text: str, m: re.Match[str]) -> bool:
    """Whether 3K tells how many pixels a screen is wide: in a list of what a screen has, or of 分辨率."""
    if m["a"] not in _WIDTHS:
        return False
    listed = text[m.end() : m.end() + 1] in _CLAUSE_END and _SCREEN.search(text, max(0, m.start() - 16), m.start())
    return bool(listed) or text.startswith("分辨率", m.end())


def _is_no_window(text: str, m: re.Match[str]) -> bool:
    """128K is a number of tokens or bytes; 4K is a class of picture, 18K one of gold, unless the text speaks of a context."""
    if is_picture(text, m):
        return False
    if text.startswith(_SCREENS, m.end()):
        return True
    whole = m["a"].isdigit() and len(m["a"]) > 1 and not text.startswith(_NO_BYTES, m.end())
    return not whole and _WINDOW.search(text, max(0, m.start() - 60), m.end() + 60) is None


def kilo(text: str, m: re.Match[str]) -> str:
    """What K stands for: pixels, bytes where the text speaks of memory, degrees behind 温, or else tokens."""
    if is_picture(text, m):
        return "Kpx"
    if _MEMORY.search(text, max(0, m.start() - 40), m.end() + 40):
        return "KB"
    return "开尔文" if "温" in text[max(0, m.start() - 6) : m.start()] else "K"


def _is_no_compute(text: str, m: re.Match[str]) -> bool:
    """500P is a rate of computing where the text says so; 24P and 1080P are none."""
    near = _COMPUTED.search(text, max(0, m.start() - 40), m.end() + 40)
    return near is None or m["a"] in _HEIGHTS


#: Letters that are units, each with a test of whether a match of number and letter is a class or a name.
SIZES: dict[str, Callable[[str, re.Match[str]], bool]] = {
    "B": _is_variant,
    "M": _is_no_size,
    "T": _is_no_rate_or_size,
    "G": _is_no_rate,
    "兆": _is_class_of_lines,
    "P": _is_no_compute,
    "g": _is_no_mobile_gram,
    "p": _is_no_picture,
    "K": _is_no_window,
}
