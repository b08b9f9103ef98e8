"""The benchmark: systems under test, scores with their intervals, what a system costs, and a leaderboard.

A system is a labeller of this package, a tool from elsewhere whose tags a table maps to our types, or a file of predictions. All
are scored alike: what gold and systems say is brought to one plain form (`xinwen.bench.marks`), put under one tag set
(`xinwen.bench.tagsets`), and counted per sentence (`xinwen.bench.counts`).
"""
