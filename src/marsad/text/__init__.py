"""Text: language, folding, words, sentences, numbers, dates."""
