"""Hands on the web: guarded connections, link checks, search, page reading. Nothing here is used unless asked for."""
