"""Files as other people's tools write them, read as they are meant."""

import sys
from pathlib import Path

import pytest
from test_format_defects import contents, read

from xinwen.errors import XinwenError
from xinwen.formats import FORMATS, TaggedText, conll, detect, docbin, label_studio


def shown(text: TaggedText) -> list[tuple[str, str]]:
    return [(text.text[s.start : s.end], s.label) for s in text.spans]


def test_half_pairs_on_two_lines_with_position_suffixes_become_one_character() -> None:
    loaded = read("conll/half_pairs_with_positions.bio", "conll")
    (text,) = loaded.texts
    assert text.text == "青州2😀好"
    assert shown(text) == [("青州", "LOC.NAM")]
    assert "position suffixes taken off" in loaded.notes


def test_a_cesu8_file_is_read_as_the_text_it_means() -> None:
    (text,) = read("conll/cesu8.bio", "conll").texts
    assert text.text == "青州😀"


def test_blank_separated_bmes_is_told_by_its_letters() -> None:
    loaded = read("conll/good.bmes", "conll")
    assert shown(loaded.texts[0]) == [("青州市", "LOC"), ("甲", "PER")]
    assert loaded.notes == ("token column 0, tag column 1, BMES tags",)


def test_columns_can_be_told() -> None:
    text = "O\t州\tB-X\tB-LOC\n\n"
    (tagged,) = conll.load(text, token_column=1, tag_column=2).texts
    assert shown(tagged) == [("州", "X")]


def test_latin_words_are_joined_with_a_blank_and_han_words_without() -> None:
    (tagged,) = conll.load("New\tB-LOC\nYork\tI-LOC\n很\tO\n好\tO\n\n").texts
    assert (tagged.text, shown(tagged)) == ("New York很好", [("New York", "LOC")])


def test_a_hash_can_be_a_token() -> None:
    (tagged,) = conll.load("#\tO\n青\tB-LOC\n\n").texts
    assert tagged.text == "#青"


def test_windows_line_ends_and_docstart_lines_are_no_text() -> None:
    (tagged,) = conll.load("-DOCSTART-\tO\r\n\r\n青\tB-LOC\r\n\r\n").texts
    assert tagged.text == "青"


def test_a_text_of_blanks_has_no_token_and_is_counted_as_lost() -> None:
    dumped = conll.dump([TaggedText("t1", " "), TaggedText("t2", "青")])
    assert dumped.lost == {"texts without a token": 1}
    assert [text.id for text in conll.load(str(dumped.content), tag_column=1, scheme="BIO").texts] == ["t2"]


def test_a_sentence_without_tokens_is_a_problem_and_lends_its_text_to_no_other() -> None:
    loaded = conll.load("# sent_id = s1\n# text = 甲\n\n青\tB-LOC\n\n", place="x")
    assert [(problem.id, problem.place) for problem in loaded.problems] == [("format-line", "x:1")]
    assert [text.text for text in loaded.texts] == ["青"]


def test_cluener_ends_are_inclusive() -> None:
    (text,) = read("cluener/good.jsonl", "cluener").texts
    assert shown(text) == [("甲某", "name"), ("青禾科技", "company"), ("总裁", "position")]


def test_both_dialects_of_doccano_say_the_same() -> None:
    (lists,), (entities,) = read("doccano/lists.jsonl", "doccano").texts, read("doccano/entities.jsonl", "doccano").texts
    assert lists.spans == entities.spans
    assert [(r.head, r.tail, r.label) for r in entities.relations] == [(0, 1, "in")]


@pytest.mark.parametrize(("name", "format_name"), [("doccano/utf16.jsonl", "doccano"), ("label_studio/utf16.json", "label-studio")])
def test_utf16_offsets_are_told_by_the_spans(name: str, format_name: str) -> None:
    loaded = read(name, format_name)
    assert not loaded.problems
    assert shown(loaded.texts[0]) == [("青禾科技", "ORG"), ("青州", "LOC")]
    assert loaded.notes[0].startswith("offsets utf-16")


def test_a_label_studio_export_with_a_text_field_of_another_name_is_read() -> None:
    result = '{"id":"a","from_name":"l","to_name":"t","type":"labels","value":{"start":0,"end":2,"text":"青州","labels":["LOC"]}}'
    text = f'[{{"id":1,"data":{{"body":"青州"}},"annotations":[{{"result":[{result}]}}]}}]'
    assert shown(label_studio.load(text).texts[0]) == [("青州", "LOC")]


def test_brat_relations_and_attributes_are_kept() -> None:
    (text,) = read("brat/event", "brat").texts
    assert [(r.head, r.tail, r.label) for r in text.relations] == [(0, 1, "buys")]
    assert text.spans[0].attributes == (("sure", "yes"),)


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("conll/good.bmes", "conll"),
        ("conll/cesu8.bio", "conll"),
        ("conll/token_not_in_text.iob2", "conll"),
        ("cluener/good.jsonl", "cluener"),
        ("doccano/lists.jsonl", "doccano"),
        ("doccano/entities.jsonl", "doccano"),
        ("label_studio/utf16.json", "label-studio"),
        ("brat/event", "brat"),
    ],
)
def test_a_format_is_told_by_content(name: str, format_name: str) -> None:
    assert detect(contents(name)).name == format_name


@pytest.mark.parametrize("content", ["只是一段话。", "", '{"a": 1}', "[]"])
def test_a_file_of_no_known_format_is_refused(content: str) -> None:
    with pytest.raises(XinwenError, match="format-unknown"):
        detect({"x": content.encode()})


def test_docbin_without_spacy_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    with pytest.raises(XinwenError, match="pip install") as raised:
        docbin.load(b"")
    assert raised.value.id == "format-needs-extra"


def test_every_format_says_what_it_loses() -> None:
    assert all(format_.loses.endswith(".") and Path(format_.suffixes[0]).name for format_ in FORMATS.values())
