"""The renderers: each turns a document into the bytes of a PDF."""
