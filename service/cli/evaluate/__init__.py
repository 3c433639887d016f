"""`earshot evaluate`: how well does it do on labelled notes, with intervals by document."""

from service.cli.evaluate import coding, contrast, estimates, redaction, reviewing, topics
from service.cli.evaluate.shared import app

__all__ = ["app", "coding", "contrast", "estimates", "redaction", "reviewing", "topics"]
