"""Damaging valid plans in many ways, to see whether the guardrails notice."""
