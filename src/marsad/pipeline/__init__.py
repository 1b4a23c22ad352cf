"""Pipeline: the way of one report, from text to incidents."""
