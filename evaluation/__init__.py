"""How far people and machine agree, and how sure that is: pure functions over tables."""
