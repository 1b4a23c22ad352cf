"""MUC-4 as second task of the reader: real newswire of 1989 and 1990, coded by hand (`documents.load`)."""
