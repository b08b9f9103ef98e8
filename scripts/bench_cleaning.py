"""Measure cleaning and splitting against bare OpenCC and against other cleaners, in one run and one process.

    python scripts/bench_cleaning.py [--json] [--large]

CPU time (``time.process_time``, of each text the best of several runs) on the two seeds and on corpora that this script generates
from a fixed seed:
Traditional with injected pinyin, Simplified and clean, and a mixture. Speeds are only comparable within one run; what counts are
the ratios. A peer that is not installed is listed with the command that installs it. ``--large`` shows how cost grows with one
document of up to 50 MB.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import opencc
from pypinyin import Style, pinyin
from tqdm import tqdm

from xinwen.readers import read_page
from xinwen.text.clean import clean
from xinwen.text.paragraphs import find_paragraphs
from xinwen.text.sentences import split_sentences

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 12
_PARAGRAPHS = "and paragraphs"

_FIRMS = ["北辰微电子", "蓝鲸科技", "灵犀半导体", "远山智能", "朝阳存储", "白鹭光电", "青石云", "赤水封装"]
_ACTS = [
    "发布了新一代芯片",
    "宣布扩大产能",
    "与多家客户签署协议",
    "调整了服务器业务",
    "公布了上半年业绩",
    "开始量产高速光模块",
    "推出面向企业的大模型服务",
]
_VIEWS = [
    "市场认为需求仍将增长",
    "分析师预计价格会继续下降",
    "供应链表示交付周期已经缩短",
    "业内人士称国产设备的比例正在提高",
    "这意味着竞争将更加激烈",
]
_FIGURES = ["同比增长23.5%，达到12.8亿元", "产能约为每月3万片", "单价仅为0.27美元", "投资不超过600万美元", "出货量为2.307亿台"]


def sentences(rng: random.Random) -> Iterator[str]:
    """Endless news sentences, each another combination."""
    while True:
        day = f"{rng.randint(2019, 2026)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
        yield f"{day}，{rng.choice(_FIRMS)}{rng.choice(_ACTS)}，{rng.choice(_FIGURES)}。"
        yield f"{rng.choice(_VIEWS)}，{rng.choice(_FIRMS)}的董事长说：“{rng.choice(_VIEWS)}。”"


def article(rng: random.Random, length: int) -> str:
    """One Simplified article of about ``length`` characters, four sentences a paragraph."""
    parts: list[str] = []
    size = 0
    for number, sentence in enumerate(sentences(rng), 1):
        parts.append(sentence + ("\n" if number % 4 == 0 else ""))
        size += len(sentence)
        if size >= length:
            return "".join(parts)
    raise AssertionError("sentences never end")


def polluted(text: str, rng: random.Random) -> str:
    """``text`` as a mirror site shows it: Traditional, with a reading behind every occurrence of some converted characters."""
    traditional = opencc.OpenCC("s2t").convert(text)
    changed = sorted({t for s, t in zip(text, traditional, strict=True) if s != t})
    chosen = set(rng.sample(changed, len(changed) * 2 // 3))
    table = {ord(c): f"{c}({pinyin(c, style=Style.TONE)[0][0]})" for c in chosen}
    return str(traditional.translate(table))


def corpora(documents: int = 200, length: int = 2_500) -> dict[str, list[str]]:
    """The texts to clean: the two seeds and three generated corpora."""
    rng = random.Random(20250613)
    plain = [article(rng, length) for _ in range(documents)]
    dirty = [polluted(text, rng) for text in plain]
    mixed = [d if i % 2 else p for i, (p, d) in enumerate(zip(plain, dirty, strict=True))]
    seeds = [read_page(path.read_bytes(), path.name)[0] for path in sorted((ROOT / "seeds").glob("0*.txt"))]
    return {
        "seed 000": [seeds[0].raw_text] * 40,
        "seed 004": [seeds[1].raw_text] * 40,
        "Traditional, polluted": dirty,
        "Simplified, clean": plain,
        "mixed": mixed,
    }


def mapped(text: str) -> str:
    """The clean text, once its map to the raw text is made, which is when it is asked for."""
    done = clean(text)
    _ = done.alignment
    return done.text


def whole(text: str) -> list[tuple[int, int]]:
    """The whole cleaning, with its map to the raw text, and the split into sentences."""
    return split_sentences(mapped(text))


def with_paragraphs(text: str) -> list[tuple[int, int]]:
    """The same, and what each line is (title, heading, paragraph, byline), as a build asks for it."""
    cleaned = mapped(text)
    find_paragraphs(cleaned)
    return split_sentences(cleaned)


def peers() -> dict[str, tuple[Callable[[str], Any] | None, str]]:
    """What each text is also given to: a function, or None with the command that installs the package."""
    tw2s = opencc.OpenCC("tw2s")
    found: dict[str, tuple[Callable[[str], Any] | None, str]] = {"OpenCC tw2s": (tw2s.convert, "")}
    for name, module, make, package in (
        ("jionlp.clean_text", "jionlp", lambda m: m.clean_text, "jionlp"),
        ("ftfy.fix_text", "ftfy", lambda m: m.fix_text, "ftfy"),
        ("datatrove FTFYFormatter", "datatrove.pipeline.formatters", lambda m: m.FTFYFormatter().format, "'datatrove[processing]'"),
        ("data-juicer ChineseConvertMapper", "data_juicer.ops.mapper", _juicer, "py-data-juicer aiohttp"),
    ):
        try:
            found[name] = (make(import_module(module)), "")
        except Exception as error:
            found[name] = (None, f"not run ({type(error).__name__}): pip install {package}")
    return found


def _juicer(module: Any) -> Callable[[str], Any]:
    mapper = module.ChineseConvertMapper(mode="tw2s")
    return lambda text: mapper.process_batched({"text": [text]})


def cpu_seconds(works: dict[str, Callable[[str], Any]], texts: list[str], repeats: int = REPEATS) -> dict[str, float]:
    """CPU time for all texts, of each text the best of several runs after one to warm up; the works take turns.

    What else the machine does slows some of the runs of every work. The best of each text, and not of each run over all texts, is
    the nearest to what the work itself takes.
    """
    best = {name: [float("inf")] * len(texts) for name in works}
    for _ in range(repeats + 1):
        for name, work in works.items():
            for number, text in enumerate(texts):
                start = time.process_time()
                work(text)
                best[name][number] = min(best[name][number], time.process_time() - start)
    return {name: sum(times) for name, times in best.items()}


def bench_cleaning(texts_by_name: dict[str, list[str]]) -> list[dict[str, Any]]:
    """A row a corpus: speed of the whole way, and of every peer, in million characters a CPU second."""
    rows = []
    systems = peers()
    own = {"xinwen": whole, _PARAGRAPHS: with_paragraphs}
    works = {**own, **{name: work for name, (work, _) in systems.items() if work}}
    for corpus, texts in tqdm(texts_by_name.items(), desc="corpora", disable=not sys.stderr.isatty()):
        size = sum(map(len, texts)) / 1e6
        taken = cpu_seconds(works, texts)
        row: dict[str, Any] = {"corpus": corpus, "xinwen": size / taken["xinwen"]}
        row[_PARAGRAPHS] = taken[_PARAGRAPHS] / taken["xinwen"]
        for name, (_, why) in systems.items():
            found = {"speed": size / taken[name], "ratio": taken["xinwen"] / taken[name]} if name in taken else {"missing": why}
            row[name] = found
        rows.append(row)
    return rows


def bench_splitting(texts_by_name: dict[str, list[str]]) -> list[dict[str, Any]]:
    """A row a corpus: speed of splitting beside a bare look-behind, on the cleaned texts."""
    works: dict[str, Callable[[str], Any]] = {"split_sentences": split_sentences, "re.split": re.compile(r"(?<=[。！？])").split}
    rows = []
    for corpus, texts in texts_by_name.items():
        cleaned = [clean(text).text for text in texts]
        size = sum(map(len, cleaned)) / 1e6
        taken = cpu_seconds(works, cleaned)
        speeds = {name: size / seconds for name, seconds in taken.items()}
        rows.append({"corpus": corpus, **speeds, "share": taken["re.split"] / taken["split_sentences"]})
    return rows


def bench_growth(megabytes: tuple[float, ...] = (0.1, 1, 5, 25, 50)) -> list[dict[str, Any]]:
    """CPU seconds of the whole way, and of OpenCC, for one polluted document of so many megabytes."""
    rng = random.Random(7)
    unit = polluted(article(rng, 20_000), rng)
    works: dict[str, Callable[[str], Any]] = {"whole": whole, "OpenCC": opencc.OpenCC("tw2s").convert}
    rows = []
    for size in megabytes:
        text = unit * max(1, round(size * 1e6 / len(unit.encode())))
        taken = cpu_seconds(works, [text], 1)
        seconds, ratio = taken["whole"], taken["whole"] / taken["OpenCC"]
        speed = len(text) / seconds / 1e6
        rows.append({"megabytes": size, "characters": len(text), "seconds": seconds, "speed": speed, "ratio": ratio})
    return rows


def markdown(result: dict[str, Any]) -> str:
    """The result as the tables that the documentation shows."""
    names = [key for key in result["cleaning"][0] if key not in ("corpus", "xinwen", _PARAGRAPHS)]
    lines = [f"| corpus | xinwen | {_PARAGRAPHS} | {' | '.join(names)} |", "|---|---:|---:|" + "---:|" * len(names)]
    for row in result["cleaning"]:
        cells = [f"{row[n]['speed']:.1f} (×{row[n]['ratio']:.2f})" if "speed" in row[n] else "–" for n in names]
        lines.append(f"| {row['corpus']} | {row['xinwen']:.1f} | ×{row[_PARAGRAPHS]:.2f} | {' | '.join(cells)} |")
    lines += ["", "Million characters a CPU second; in brackets our CPU time as a multiple of theirs; paragraphs: of our own.", ""]
    lines += [f"{n}: {result['cleaning'][0][n]['missing']}" for n in names if "missing" in result["cleaning"][0][n]]
    lines += ["", "| corpus | split_sentences | re.split | our share of its speed |", "|---|---:|---:|---:|"]
    lines += [
        f"| {r['corpus']} | {r['split_sentences']:.1f} | {r['re.split']:.1f} | {r['share']:.2f} |" for r in result["splitting"]
    ]
    if "growth" in result:
        lines += ["", "| one document, MB | characters | CPU seconds | million characters a second | multiple of OpenCC tw2s |"]
        lines += ["|---:|---:|---:|---:|---:|"]
        for r in result["growth"]:
            figures = f"{r['seconds']:.2f} | {r['speed']:.1f} | ×{r['ratio']:.2f}"
            lines.append(f"| {r['megabytes']} | {r['characters']:,} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--large", action="store_true", help="also one document of up to 50 MB")
    options = parser.parse_args()
    texts = corpora()
    result: dict[str, Any] = {"cleaning": bench_cleaning(texts), "splitting": bench_splitting(texts)}
    if options.large:
        result["growth"] = bench_growth()
    print(json.dumps(result, ensure_ascii=False, indent=1) if options.json else markdown(result))


if __name__ == "__main__":
    main()
