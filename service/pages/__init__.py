"""The door for people: pages that work without JavaScript, translated into actions."""
