"""Judging extracted text: evidence that lines give without any markup.

Every stage abstains on pages that have markup.
"""
