"""Data that changes without code: catalogue, regions, sources, units, themes, corrections, sample pages."""
