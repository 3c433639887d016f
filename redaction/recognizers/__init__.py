"""Presidio recognisers by family, each with the forms, checksums and cues of its identifiers."""
