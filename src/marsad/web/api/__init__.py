"""The programming interface, `/api/v1`: the same record, the same rights."""
