"""Makes what topics rest on."""
