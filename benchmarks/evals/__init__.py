"""Evaluations of the roles on any model, with pydantic-evals and data made by hand."""
