"""What runs: three doors, one room of actions, and the cellar they stand on."""
