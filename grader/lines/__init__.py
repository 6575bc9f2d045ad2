"""From any matplotlib drawing to visible, joined lines in data coordinates."""
