"""Language models: which one, how it is opened, what it may cost, and asking it within bounds."""
