"""Streamlit's own words, in the language of the page."""

from dashboard.components.own_words.view import WORDS, own_words

__all__ = ["WORDS", "own_words"]
