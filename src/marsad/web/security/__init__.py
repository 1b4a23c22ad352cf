"""What keeps the server safe: secrets, passwords, lock-out, forms, headers, limits, addresses."""
