"""E-mail: reads what real mail does, composes mail that threads, understands bounces."""
