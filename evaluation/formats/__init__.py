"""Labelled texts in the forms in which others publish them, read as labelled notes."""
