"""Full-text search behind one port, with an index that follows the journal."""
