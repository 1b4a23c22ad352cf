"""Places: the gazetteer and the way from a name in a report to one place."""
