"""Keys, sessions and roles."""
