"""Reading, checking and converting annotated findings."""
