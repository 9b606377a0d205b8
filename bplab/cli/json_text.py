"""JSON in the encoding of the output."""

import json
import sys
from typing import Any


def json_text(data: Any, indent: int | None = None) -> str:
    """Write data as strict JSON, with escapes for characters that the output cannot encode."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, indent=indent, allow_nan=False)
    return text
