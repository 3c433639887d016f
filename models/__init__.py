"""From redacted text to coded segments and topics."""
