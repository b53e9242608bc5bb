"""The learned reader of frames: windows of a document, their encoding, and what is asked of it."""
