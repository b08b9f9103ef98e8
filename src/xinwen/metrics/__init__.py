"""Figures on labels: strict span F1, Krippendorff's α, intervals. Pure functions, no I/O."""
