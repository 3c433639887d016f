"""The token classifier that finds people, places, organisations and odd numbers where no rule introduces them."""
