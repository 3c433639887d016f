"""How often a code applies and what goes with it: machine codes of all, put right by a random part that people checked."""
