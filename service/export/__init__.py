"""File formats for data sets."""
