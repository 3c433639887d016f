"""Topics: what is talked about, found in embeddings that are there already; the same for the same segments in any order.

BERTopic is the school: cluster embeddings, tell clusters apart by class-based TF-IDF. What its users complain of is answered
one by one. Other topics in another order: segments are put in an order of their own and nothing is drawn by chance. Half the
text an outlier: a share that is asked for. Crashes on small sets: a sentence. Transform unlike fit: both are the same
function (`model.py`). Memory: sample, fit, assign. Slow start: no UMAP, no compiler; BERTopic's own way is there by a setting
(`methods.py`).
"""

from models.topics.discover import TopicResult, discover
from models.topics.model import TopicModel
from models.topics.types import FEWEST, NONE, Join, KeptTopic, Progress, Topic, TopicInput, TopicOptions

__all__ = [
    "FEWEST",
    "NONE",
    "Join",
    "KeptTopic",
    "Progress",
    "Topic",
    "TopicInput",
    "TopicModel",
    "TopicOptions",
    "TopicResult",
    "discover",
]
