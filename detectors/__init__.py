"""Detectors: Document → Finding. Rules find, counter-cues explain away, a judge adds points."""
