"""Short fictional remarks in which how it felt is said in words of each case's own: what tuning an encoder is good for."""

import numpy as np

BOOK = """
id: feelings
name: Feelings
codes:
  - {id: well, name: Well, definition: It felt well to somebody., examples: [She was over the moon about it.]}
  - {id: ill, name: Ill, definition: It felt ill to somebody., examples: [He came out of it in a black mood.]}
"""
CODES = ("well", "ill")
_WELL = (
    "glad", "cheerful", "delighted", "content", "joyful", "pleased", "thrilled", "merry", "proud", "jolly", "elated",
    "hopeful", "grateful", "calm", "loved", "excited", "relaxed", "lucky", "amused", "brave",
)  # fmt: skip
_ILL = (
    "gloomy", "miserable", "upset", "tearful", "sorrowful", "dejected", "lonely", "scared", "hurt", "ashamed",
    "furious", "anxious", "bitter", "jealous", "hopeless", "betrayed", "frightened", "unwanted", "guilty", "bored",
)  # fmt: skip
_ABOUT = (
    "football with the under elevens", "the long bus ride to the city", "tea at the new flat", "the swimming lesson",
    "the maths test in the hall", "the dog next door", "the film about dinosaurs", "the visit at the centre",
)  # fmt: skip


def remarks(*, cases: int = 18, each: int = 8, seed: int = 3) -> list[tuple[str, str, str | None]]:
    """Remarks with their case and their code, or none; no two cases share a word for a feeling."""
    random = np.random.default_rng(seed)
    told = []
    for case in range(cases):
        for _ in range(each):
            kind, about = int(random.integers(3)), str(random.choice(_ABOUT))
            word = (_WELL[case], _ILL[case], "back late")[kind]
            told.append((f"Was {word} after {about}", f"case {case}", CODES[kind] if kind < len(CODES) else None))
    return told
