"""Who speaks, heard from the text: its first sentence, those above the speaker, whom it belongs to, and what all witnesses together decide.

May import `parsers.identity.names`, `parsers.text`, the seeds and the records; nothing of the page's title, labels or kind.
Begin with `speaker.py`; it asks all others, down to `opening.py`.
"""
