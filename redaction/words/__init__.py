"""Word lists, and what a policy does with words on none of them."""
