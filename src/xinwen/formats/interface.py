"""The Label Studio interface for the label scheme, generated from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from xinwen.formats.labels import ABOUT, CUE, ENTITY_LEVELS, FROM_SOURCE, HELD_IN, PART_OF, QUANTITY, SOURCE, WITH_CUE, claim_label
from xinwen.scheme import scheme

TEXT_NAME = "text"
LEVELS = (*ENTITY_LEVELS, "claim", "source", "cue")
#: Attributes that are typed by the annotator (or kept from a pass); all others are chosen from a list.
TYPED_OF_REGION = ("id", "name_id", "value", "max_value", "unit", "date", "confidence", "polarity_confidence", "elsewhere")
TYPED_OF_TEXT = ("sentiment_confidence",)
_COLOURS = ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf")


def labeling_config(tags: Sequence[str] | None = None) -> str:
    """The XML of a labelling interface.

    Args:
        tags: labels of a foreign tag set, for an interface with them alone; None: the whole scheme.
    """
    view = ET.Element("View")
    ET.SubElement(view, "Text", name=TEXT_NAME, value="$text", granularity="symbol")
    if tags is not None:
        _labels(view, "label", {tag: tag for tag in tags})
    else:
        _whole_scheme(view)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _whole_scheme(view: ET.Element) -> None:
    s = scheme()
    _choices(view, "sentiment", s.sentence_polarities, required="true")
    for level in ENTITY_LEVELS:
        _labels(view, level, {full: full.partition(".")[0] for full in s.full_types})
    _labels(view, "claim", {claim_label(kind): kind for kind in s.claim_types})
    _labels(view, "source", {SOURCE: SOURCE})
    _labels(view, "cue", {CUE: CUE})
    targets = ",".join(full for full in s.full_types if s.is_target(full.partition(".")[0], full.partition(".")[2] or None))
    for name, values in _target_choices().items():
        _choices(view, name, values, perRegion="true", whenTagName="outer", whenLabelValue=targets)
    for name, values in _claim_choices().items():
        _choices(view, name, values, perRegion="true", whenTagName="claim")
    _choices(view, "other_types", s.claim_types, perRegion="true", whenTagName="claim", choice="multiple")
    for name in TYPED_OF_REGION:
        ET.SubElement(view, "TextArea", name=name, toName=TEXT_NAME, placeholder=name, perRegion="true")
    for name in TYPED_OF_TEXT:
        ET.SubElement(view, "TextArea", name=name, toName=TEXT_NAME, placeholder=name)
    relations = ET.SubElement(view, "Relations")
    for value in (PART_OF, FROM_SOURCE, WITH_CUE, ABOUT, HELD_IN, *(f"{QUANTITY}.{role}" for role in s.quantity_roles)):
        ET.SubElement(relations, "Relation", value=value)


def _target_choices() -> Mapping[str, Sequence[str]]:
    return {"polarity": scheme().target_polarities, "basis": scheme().bases}


def _claim_choices() -> Mapping[str, Sequence[str]]:
    s = scheme()
    return {
        "time": s.times,
        "certainty": s.certainties,
        "source_kind": s.source_kinds,
        "quote": s.quotes,
        "verifiable": ("yes", "no"),
        "checkworthy": ("0", "1", "2", "3"),
    }


def _labels(view: ET.Element, name: str, groups: Mapping[str, str]) -> None:
    """A set of labels under its heading; labels of one group share a colour."""
    ET.SubElement(view, "Header", value=name, size="5")
    labels = ET.SubElement(view, "Labels", name=name, toName=TEXT_NAME)
    colours = {group: _COLOURS[i % len(_COLOURS)] for i, group in enumerate(dict.fromkeys(groups.values()))}
    for label, group in groups.items():
        ET.SubElement(labels, "Label", value=label, background=colours[group])


def _choices(view: ET.Element, name: str, values: Sequence[str], **attributes: str) -> None:
    ET.SubElement(view, "Header", value=name, size="5")
    choices = ET.SubElement(view, "Choices", {"name": name, "toName": TEXT_NAME, "choice": "single", **attributes})
    for value in values:
        ET.SubElement(choices, "Choice", value=value)
