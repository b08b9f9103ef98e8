"""Passes: the store of labels, the form annotators type, the register of names, re-anchoring."""
