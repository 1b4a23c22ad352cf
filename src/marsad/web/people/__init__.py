"""Who works with the record: roles, visits, rights, accounts and their pages."""
