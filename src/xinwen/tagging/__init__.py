"""The trained tagger: sentences to spans, by a conditional random field over what segmenters and rules say of each token."""
