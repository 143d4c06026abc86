"""What the project promises about privacy and supply chain, shown by running it."""
