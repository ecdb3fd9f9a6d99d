"""HTTP: one ASGI application made of the live hub, the health pages and Django on a fixed pool of threads."""
