"""How waiting work gets done."""
