"""Reading: from a report to its claims."""
