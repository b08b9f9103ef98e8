"""Token classifiers of transformers: a tiny BERT made on the spot, whose last layer decides tags by the character alone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from xinwen.errors import XinwenError
from xinwen.labellers import Labeller, labeller
from xinwen.labellers.hf import Tags, read_tags
from xinwen.labellers.tagmaps import guess_tag_map, read_tag_map
from xinwen.labellers.tokenization import Tokenization
from xinwen.passes.rules import sentence_problems
from xinwen.records import Sentence, SentenceLabels

BIO = ("O", "B-ORG", "I-ORG", "B-PER", "I-PER")
FIRST, NEXT, PERSON = "英灵", "伟达犀科技deksp", "黄"


def sentences(*texts: str, damaged: tuple[tuple[int, int], ...] = ()) -> list[Sentence]:
    return [Sentence(f"a.s{i:03d}", "a", i, 0, "body", t, 0, len(t), 0, len(t), damaged) for i, t in enumerate(texts, 1)]


def spans(labels: SentenceLabels) -> list[tuple[str, int, str]]:
    assert not list(sentence_problems(labels, {labels.sentence_id: labels.text}, complete=False))
    return [(e.text, e.start_char, e.type) for e in labels.entities]


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes a model folder with these labels; ``index`` says which of them a piece of the vocabulary gets."""
    pytest.importorskip("torch", reason="the labeller hf needs the extra bench")
    transformers = pytest.importorskip("transformers", reason="the labeller hf needs the extra bench")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")

    def make(labels: tuple[str, ...], index: Callable[[str], int] | None, positions: int = 512, slow: bool = False) -> Path:
        import torch

        torch.manual_seed(0)
        characters = FIRST + NEXT + PERSON + "发布了新芯片。，仁勋"
        vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(characters), *(f"##{c}" for c in "deksp")]
        folder = tmp_path_factory.mktemp("model")
        (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
        # Of the tokenizers without offsets the one that needs no further package.
        basic = {"word_tokenizer_type": "basic", "subword_tokenizer_type": "wordpiece"}
        kind = transformers.BertJapaneseTokenizer if slow else transformers.BertTokenizerFast
        kind(str(folder / "vocab.txt"), **(basic if slow else {})).save_pretrained(folder)
        config = transformers.BertConfig(
            vocab_size=len(vocabulary), hidden_size=len(vocabulary), num_hidden_layers=1, num_attention_heads=1,
            intermediate_size=8, max_position_embeddings=positions,
            id2label=dict(enumerate(labels)), label2id={label: i for i, label in enumerate(labels)},
        )  # fmt: skip
        model = transformers.BertForTokenClassification(config)
        if index:
            decide(model, [index(piece.removeprefix("##")) for piece in vocabulary])
        model.save_pretrained(folder)
        return folder

    return make


def decide(model: Any, outputs: list[int]) -> None:
    """Make the last layer see which piece it is, and nothing else."""
    import torch

    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "embeddings.word" in name:
                parameter.copy_(torch.eye(len(outputs)))
            elif "LayerNorm.weight" in name:
                parameter.fill_(1.0)
            else:
                parameter.zero_()
        weights = torch.zeros_like(model.classifier.weight)
        weights[outputs, range(len(outputs))] = 2.0
        model.classifier.weight.copy_(weights)


def bio(piece: str) -> int:
    return 1 if piece in FIRST else 2 if piece in NEXT else 3 if piece in PERSON else 4 if piece in "仁勋" else 0


@pytest.fixture(scope="module")
def ours(classifier: Callable[..., Path]) -> Path:
    return classifier(BIO, bio)


def opened(path: Path, **options: Any) -> Labeller:
    return labeller("hf", path=str(path), **options)


def test_spans_come_out_with_types_entries_and_confidence(ours: Path) -> None:
    [labels] = opened(ours).label(sentences("英伟达黄仁勋发布了新芯片。"))
    assert spans(labels) == [("英伟达", 0, "ORG"), ("黄仁勋", 3, "PER")]
    firm, person = labels.entities
    assert (firm.fine_type, firm.name_id, person.fine_type) == ("company", "nvidia", None)
    assert all(e.confidence is not None and 0.5 < e.confidence <= 1 for e in labels.entities)
    assert labels.sentiments == labels.claims == ()


def test_a_model_of_random_weights_gives_valid_labels(classifier: Callable[..., Path]) -> None:
    random = opened(classifier(BIO, None))
    for labels in random.label(sentences("英伟达 发布deepsek𠮷新芯片。" * 3, "。", "𠮷 A")):
        spans(labels)
        assert all(e.confidence is not None and 0 < e.confidence <= 1 for e in labels.entities)


@pytest.mark.parametrize("slow", [False, True], ids=["offsets", "aligned"])
def test_blanks_and_unknown_characters_shift_nothing(classifier: Callable[..., Path], slow: bool) -> None:
    [labels] = opened(classifier(BIO, bio, slow=slow)).label(sentences("　 𠮷  灵犀 科技 𠮷😀英伟达。"))
    assert spans(labels) == [("灵犀 科技", 5, "ORG"), ("英伟达", 13, "ORG")]


def test_a_long_sentence_is_read_in_windows(classifier: Callable[..., Path]) -> None:
    text = "发布了新芯片，" * 4 + "英伟达" + "发布了新芯片，" * 9 + "灵犀科技。"
    [labels] = opened(classifier(BIO, bio, positions=26), batch=2).label(sentences(text))
    assert spans(labels) == [("英伟达", 28, "ORG"), ("灵犀科技", 94, "ORG")]


def test_batches_and_padding_change_nothing(ours: Path) -> None:
    texts = ("英伟达。", "灵犀科技发布了新芯片，英伟达发布了新芯片。", "")
    together, alone = opened(ours, batch=8).label(sentences(*texts)), opened(ours, batch=1).label(sentences(*texts))
    assert [spans(one) for one in together] == [spans(one) for one in alone] and spans(together[0])


def test_nothing_is_labelled_in_damaged_text(ours: Path) -> None:
    made = opened(ours)
    [labels] = made.label(sentences("英伟达灵犀。", damaged=((1, 2),)))
    assert spans(labels) == [("灵犀", 3, "ORG")] and made.report and made.report.counts["labels in damaged text"] == 1


def test_labels_without_prefixes_and_bioes_give_the_same_spans(classifier: Callable[..., Path]) -> None:
    plain = classifier(("O", "ORG", "PER"), lambda piece: (0, 1, 1, 2, 2)[bio(piece)])
    bioes = classifier(("O", "B-ORG", "I-ORG", "E-ORG", "S-PER"), lambda piece: 3 if piece == "达" else (0, 1, 2, 4, 4)[bio(piece)])
    for path in (plain, bioes):
        assert spans(opened(path).label(sentences("英伟达黄。"))[0]) == [("英伟达", 0, "ORG"), ("黄", 3, "PER")]


def test_a_foreign_tag_set_is_recognised_and_its_types_are_ours(classifier: Callable[..., Path]) -> None:
    cluener = classifier(("O", "B-government", "I-government", "B-game", "I-game"), bio)
    made = opened(cluener)
    [labels] = made.label(sentences("英伟达黄仁勋。"))
    assert [(e.text, e.type, e.fine_type) for e in labels.entities] == [("英伟达", "ORG", "government")]
    assert made.report and made.report.counts["spans without a type: game"] == 1


def test_a_map_of_the_user_wins(classifier: Callable[..., Path], tmp_path: Path) -> None:
    path = classifier(("LABEL_0", "LABEL_1"), lambda piece: int(bio(piece) in (1, 2)))
    with pytest.raises(XinwenError, match="tag-map-unknown"):
        opened(path)
    (tmp_path / "map.json").write_text(json.dumps({"LABEL_0": None, "LABEL_1": "PROD.model"}), "utf-8")
    [labels] = opened(path, tag_map=str(tmp_path / "map.json")).label(sentences("发布英伟达。"))
    assert [(e.text, e.start_char, e.fine_type) for e in labels.entities] == [("英伟达", 2, "model")]


def test_what_is_no_model_is_refused(ours: Path, tmp_path: Path) -> None:
    with pytest.raises(XinwenError, match="hf-model"):
        opened(tmp_path)


def test_a_model_without_a_trained_head_is_refused(ours: Path, tmp_path: Path) -> None:
    from transformers import AutoModel, AutoTokenizer

    AutoModel.from_pretrained(ours).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(ours).save_pretrained(tmp_path)
    with pytest.raises(XinwenError, match=r"hf-model.*classifier\.bias"):
        opened(tmp_path)


def test_without_the_libraries_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(XinwenError, match="hf-missing") as caught:
        labeller("hf", path="x")
    assert "xinwen[bench]" in caught.value.remedy


class SlowTokenizer:
    """Stands for a tokenizer without offsets: lower-cases, splits Latin words into pieces of two, knows no blanks."""

    is_fast = False
    model_max_length = 10
    pad_token_id = 0

    def tokenize(self, text: str) -> list[str]:
        low = text.lower()
        return [low[i : i + 2] for i in range(0, len(low), 2)]

    def convert_tokens_to_ids(self, pieces: list[str]) -> list[int]:
        return [10 + ord(piece[0]) for piece in pieces]

    def __call__(self, text: str, add_special_tokens: bool = True) -> dict[str, list[int]]:
        bare = self.convert_tokens_to_ids(self.tokenize(text))
        return {"input_ids": [1, *bare, 2] if add_special_tokens else bare}


def test_a_tokenizer_without_offsets_is_aligned_by_characters() -> None:
    tokenization = Tokenization(SlowTokenizer(), None)
    text = "新 DeepSeek 　芯。"
    tokens = tokenization.tokens(text)
    assert [text[slice(*span)] for span in tokens.spans] == ["新", "DeepSeek", "DeepSeek", "DeepSeek", "DeepSeek", "芯", "。"]
    assert tokenization.framed([7]) == [1, 7, 2] and tokenization.unframed(1) == slice(1, 2)


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 20, 100])
def test_windows_cover_every_token_and_fit_the_model(count: int) -> None:
    windows = Tokenization(SlowTokenizer(), None).windows(count)
    seen = np.zeros(count, int)
    for start, end in windows:
        assert end - start <= 8
        seen[start:end] += 1
    assert (seen > 0).all() and len(windows) == len(set(windows))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("O", "B-ORG", "M-ORG", "E-ORG", "S-ORG"), Tags(["O", "B-ORG", "M-ORG", "E-ORG", "S-ORG"], "BMES")),
        (("ORG", "O"), Tags(["I-ORG", "O"], "BIO")),
        (("O", "B-ORG", "[PAD]", "X"), Tags(["O", "B-ORG", "O", "O"], "BIO")),
    ],
)
def test_labels_are_read_as_tags(labels: tuple[str, ...], expected: Tags) -> None:
    assert read_tags(labels) == expected


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        ({"ORG", "PER", "LOC"}, "ours"),
        ({"ORG.company", "POS"}, "ours"),
        ({"PERSON", "ORG", "GPE", "CARDINAL"}, "from-ontonotes18"),
        ({"company", "game", "name"}, "from-cluener10"),
    ],
)
def test_the_tag_set_is_guessed_from_the_labels(labels: set[str], name: str) -> None:
    assert guess_tag_map(labels, "m").name == name


def test_a_map_to_other_types_than_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text('{"X": "FIRM"}', "utf-8")
    with pytest.raises(XinwenError, match="tag-map-type") as caught:
        read_tag_map(str(tmp_path / "map.json"))
    assert "FIRM" in caught.value.message and read_tag_map("from-msra3").tags["ORG"] == "ORG"
