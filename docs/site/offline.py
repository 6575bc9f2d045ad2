"""What a page would fetch from elsewhere: scripts, styles, fonts and pictures. Links are the reader's to follow."""

from __future__ import annotations

import re
from pathlib import Path

FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=["']((?:https?:)?//[^"']+)"""
    r"""|<link\b[^>]*\bhref=["']((?:https?:)?//[^"']+)"""
    r"""|(?:url\(|@import\s)\s*["']?((?:https?:)?//[^"')\s]+)""",
    flags=re.IGNORECASE,
)


def fetched(folder: Path) -> list[str]:
    """What the pages and styles in a folder name that is not in it."""
    files = [path for suffix in ("html", "css") for path in sorted(folder.rglob(f"*.{suffix}"))]
    return [
        f"{path.relative_to(folder)}: {''.join(found)}"
        for path in files
        for found in FETCHED.findall(path.read_text(encoding="utf-8"))
    ]
