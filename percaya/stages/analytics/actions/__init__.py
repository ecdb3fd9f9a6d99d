"""What changes the stage's tables."""
