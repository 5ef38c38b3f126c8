"""The roles of a language model, one a file: prompt, typed dependencies, typed output, checks and limits together."""
