"""The door at the command line: commands, translated into actions."""
