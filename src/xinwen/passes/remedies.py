"""What to do about the errors of forms and of passes, by id."""

from __future__ import annotations

#: Rules that labels must fulfil; a form and the pass compiled from it break the same ones.
_LABELS = {
    "label": "Write a value of the label scheme.",
    "surface": "Write the characters as they stand in the sentence, with the offsets or the `#n` of the occurrence meant.",
    "reference": "Name something that the sentence or the article has, and only once.",
    "overlap": "Keep one of the two, or make the smaller entity an inner one of the larger.",
    "nesting": "Put an inner mention below its outer one, and let it cover a part of it.",
    "order": "Put the labels in the order of the text.",
    "incomplete": "Add what is missing.",
}

#: What a user reads behind the message of an error of that id.
REMEDIES = {
    **{f"{where}-{rule}": remedy for where in ("form", "pass") for rule, remedy in _LABELS.items()},
    "form-header": "Restore the header lines of the form as it was handed out.",
    "form-heading": "Restore the `##` line of the form as it was handed out.",
    "form-sentences": "Give the form every sentence of the article once, in order, as it was handed out.",
    "form-text": "Restore the sentence as it was handed out; write labels only below it.",
    "form-line": "Correct the line, or make it a comment with `//`.",
    "form-field": "Correct the field, or take it out.",
    "form-value": "Write a value of the kind that is named.",
    "pass-header": "Correct the first line of the pass.",
}
