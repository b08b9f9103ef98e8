"""Fine-tune a Hugging Face token classifier on the config `ner` of a release.

    pip install '.[bench]'
    python scripts/finetune_ner.py MODEL -o my_tagger
    xinwen bench --system hf:my_tagger

MODEL is a local folder or the name of a model on the Hub. A token of the data is a character; a character that a tokenizer
splits keeps its tag on the first piece, the others are left out of the loss. Columns (`tokens`, `ner_tags`) and splits are those
that the `run_ner.py` example of transformers guesses, which can be used instead.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from datasets import DatasetDict, load_dataset
from transformers import (
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    Trainer,
    TrainingArguments,
)

import xinwen
from xinwen.metrics.spans import TypedSpan, score_spans

IGNORED = -100


def encode(batch: dict[str, Any], tokenizer: Any) -> dict[str, Any]:
    """Token ids, and for each its tag; pieces behind the first of a character and special tokens are ignored."""
    encoded = tokenizer(batch["tokens"], is_split_into_words=True, truncation=True)
    encoded["labels"] = []
    for row, tags in enumerate(batch["ner_tags"]):
        words = encoded.word_ids(row)
        before = [None, *words[:-1]]
        new = [word is not None and word != last for word, last in zip(words, before, strict=True)]
        encoded["labels"].append([tags[word] if first else IGNORED for word, first in zip(words, new, strict=True)])
    return dict(encoded)


def spans(tags: list[str], unit: int) -> set[TypedSpan]:
    """The mentions of a row of BIO tags; an I that continues nothing begins one."""
    found, start, kind = set(), 0, ""
    for at, tag in enumerate([*tags, "O"]):
        inside = tag == f"I-{kind}"
        if kind and not inside:
            found.add(TypedSpan(unit, start, at, kind))
            kind = ""
        if tag != "O" and not inside:
            start, kind = at, tag[2:]
    return found


def scores(predictions: Any, names: list[str]) -> dict[str, float]:
    """Strict span scores over the characters that the model has seen."""
    gold: set[TypedSpan] = set()
    found: set[TypedSpan] = set()
    for unit, (logits, labels) in enumerate(zip(predictions.predictions, predictions.label_ids, strict=True)):
        kept = labels != IGNORED
        gold |= spans([names[i] for i in labels[kept]], unit)
        found |= spans([names[i] for i in np.argmax(logits[kept], axis=-1)], unit)
    micro = score_spans(gold, found).micro
    return {"precision": micro.precision or 0.0, "recall": micro.recall or 0.0, "f1": micro.f1 or 0.0}


def load_splits(release: Path) -> DatasetDict:
    """The splits of the config `ner`."""
    return load_dataset(str(release), "ner")


def main() -> None:
    """Train, and print the scores on every split that was not trained on."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="a local folder, or the name of a model on the Hub")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder for the trained model")
    parser.add_argument("--release", type=Path, default=xinwen.path(), help="default: the one that comes with the package")
    parser.add_argument("--epochs", type=float, default=5)
    parser.add_argument("--max-steps", type=int, default=-1, help="stop after so many steps")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    data = load_splits(options.release)
    names: list[str] = data["train"].features["ner_tags"].feature.names
    tokenizer = AutoTokenizer.from_pretrained(options.model, add_prefix_space=True)
    labels = {"id2label": dict(enumerate(names)), "label2id": {name: i for i, name in enumerate(names)}}
    model = AutoModelForTokenClassification.from_pretrained(options.model, **labels, ignore_mismatched_sizes=True)
    encoded = data.map(encode, batched=True, remove_columns=data["train"].column_names, fn_kwargs={"tokenizer": tokenizer})
    trainer = Trainer(
        model=model,
        args=TrainingArguments(
            output_dir=str(options.out),
            num_train_epochs=options.epochs,
            max_steps=options.max_steps,
            per_device_train_batch_size=options.batch,
            learning_rate=options.rate,
            seed=options.seed,
            save_strategy="no",
            report_to=[],
        ),
        train_dataset=encoded["train"],
        data_collator=DataCollatorForTokenClassification(tokenizer),
        processing_class=tokenizer,
        compute_metrics=lambda predictions: scores(predictions, names),
    )
    trainer.train()
    trainer.save_model(str(options.out))
    for split in encoded.keys() - {"train"}:
        found = trainer.evaluate(encoded[split], metric_key_prefix=split)
        print(split, {key: round(found[f"{split}_{key}"], 4) for key in ("precision", "recall", "f1")})


if __name__ == "__main__":
    main()
