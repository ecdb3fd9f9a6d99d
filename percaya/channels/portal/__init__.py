"""The status page: what a customer answers there, on the ticket whose link they hold."""
