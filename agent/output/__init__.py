"""Renderers of a plan: terminal, Markdown, JSON."""
