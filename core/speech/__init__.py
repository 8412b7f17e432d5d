"""From audio frames to what was said."""
