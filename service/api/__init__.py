"""The door for programs: HTTP under /v1, translated into actions."""
