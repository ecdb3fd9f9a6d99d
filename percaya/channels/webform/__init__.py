"""The web form: a question asked on a page, answered by e-mail."""
