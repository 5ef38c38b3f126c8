"""Critics of a plan that somebody wrote as a table, beside those of a study plan that can judge it too."""
