"""Write the committed description of the API: `python scripts/write_openapi.py`."""

import json
from pathlib import Path

from service.app import create_app
from service.settings import Settings

TARGET = Path(__file__).resolve().parent.parent / "openapi.json"


def main() -> None:
    """Write it."""
    description = create_app(Settings()).openapi()
    TARGET.write_text(json.dumps(description, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(description['paths'])} paths")


if __name__ == "__main__":
    main()
