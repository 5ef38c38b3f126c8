"""The words of studywright: one Markdown file a prompt, with its version and its variables."""

from studywright.prompts.loader import Prompt, PromptError, load_prompt, prompt_names, prompt_version

__all__ = ["Prompt", "PromptError", "load_prompt", "prompt_names", "prompt_version"]
