"""Sources: where reports come from."""
