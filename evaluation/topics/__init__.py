"""How good topics are: ways to find them beside one another, what is promised of them, size, and a theme that was planted."""
