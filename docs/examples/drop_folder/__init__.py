"""A whole store adapter by way of example; docs/second-store.md walks through it."""
