"""Finding passages: the index of either engine, near spellings, and one ranking of our own."""
