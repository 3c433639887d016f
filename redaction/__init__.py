"""Hides who a note is about: what identifies someone becomes a stand-in that holds through the case."""
