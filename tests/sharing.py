"""Where public data lies that tests may use: beside the checkout, or where SHARED_DATA says; tests are skipped without it."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[2] / "shared/data"))
BBC = SHARED / "topics/BBC_News.tsv"
NO_BBC = "shared/data/topics/BBC_News.tsv is not beside this checkout"
