"""What students read in their grade cells."""
