"""Candidates to a draft seed file, and what a person decides about it; a draft is a seed file like any other.

`anchors` finds the evidence, `naming` the keys, `head` what the source is, `writing` joins them, `decisions` changes
what is written.
"""
